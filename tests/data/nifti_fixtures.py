"""The NIfTI fixtures of make.py: two slices that show its image, as labels and as probabilities, and broken files."""

import struct

from niftiwriter import CODES, gzip, nifti

SHAPE = (7, 5, 2)  # columns, rows, slices
LPS = ((-1, 0, 0, 3), (0, -1, 0, 2), (0, 0, 2.5, 1))
RAS = ((1, 0, 0, 3), (0, 1, 0, 0), (0, 0, 1, 0))
IDENTITY = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0))


def good_niftis(add, image):
    """image: labels (rows), pixels (weights of the classes), unit."""
    labels = [s for row in image["labels"] for s in row] * 2
    good = lambda name, data, note: add("good-nifti-" + name, data, note)
    names = {"B": "u1", "h": "i2", "i": "i4", "b": "i1", "H": "u2", "I": "u4", "q": "i8", "Q": "u8"}
    for datatype in sorted(CODES):
        if CODES[datatype] in names:
            good(names[CODES[datatype]] + ".nii", nifti(labels, SHAPE, datatype), "two equal truths, " + names[CODES[datatype]])
    good("be.nii", nifti(labels, SHAPE, 4, order=">"), "the same, big-endian")
    good("2.nii", nifti(labels, SHAPE, 4, version=2), "NIfTI-2")
    good("2-be.nii", nifti(labels, SHAPE, 512, version=2, order=">"), "NIfTI-2, big-endian")
    good("u1.nii.gz", gzip(nifti(labels, SHAPE, 2, sform=LPS, pixdim=(1, 1, 2.5))), "compressed, of a body whose columns go left")
    data = nifti(labels, SHAPE, 2)
    good("members.nii.gz", gzip(data[:100]) + gzip(b"") + gzip(data[100:]), "compressed in three members")
    good("extension.nii", nifti(labels, SHAPE, 2, extension=struct.pack("<2i", 16, 4) + b"comment\0"), "with an extension")
    good("slope.nii", nifti([2 - s for s in labels], SHAPE, 4, slope=-1, inter=2), "the label is 2 minus what is stored")
    good("slope-nan.nii", nifti(labels, SHAPE, 2, slope=float("nan"), inter=float("nan")), "no slope, as nibabel writes it")
    good("slope-0.nii", nifti(labels, SHAPE, 2, slope=0, inter=7), "a slope of 0 is none")
    good("4d.nii", nifti(labels, SHAPE + (1,), 2), "a fourth dimension of 1")
    colours = [v for s in labels for v in image["colours"][s]]
    good("rgb.nii", nifti(colours, SHAPE, 128), "colours of good-classes-3.json")
    pixels, unit = image["pixels"], image["unit"]
    classes = [pixel[c] for c in range(3) for n in range(2) for pixel in pixels]
    scaled = [q / unit for q in classes]
    for name, datatype in (("f4", 16), ("f8", 64)):
        good(name + "-4d.nii", nifti(scaled, SHAPE + (3,), datatype), "two equal predictions, classes as fourth dimension")
    for name, sform in (("lps", LPS), ("ras", RAS), ("identity", IDENTITY)):
        good("f4-%s.nii" % name, nifti(scaled, SHAPE + (3,), 16, sform=sform), "the same, with the affine " + name)
    good("f4-5d.nii.gz", gzip(nifti(scaled, SHAPE + (1, 3), 16)), "the same, classes as fifth dimension, compressed")
    good("u1-slope.nii", nifti(classes, SHAPE + (3,), 2, slope=0.0078125), "the same as bytes, a slope of 1/128")
    good("f4-slice.nii", nifti([pixel[c] / unit for c in range(3) for pixel in pixels], (7, 5, 1, 3), 16), "a single slice of it")
    good("hard-slice.nii", nifti([q.index(max(q)) for q in pixels], (7, 5, 1), 2), "hard labels of a single slice")
    good("hard.nii.gz", gzip(nifti([q.index(max(q)) for q in pixels] * 2, SHAPE, 2)), "hard labels, what the prediction decides")


def bad_niftis(add, image):
    labels = [s for row in image["labels"] for s in row] * 2
    bad = lambda name, data, note: add("bad-nifti-" + name, data, note)
    make = lambda **how: nifti(labels, SHAPE, 2, **how)
    whole = make()
    bad("cut.nii", whole[:-1], "one voxel is missing")
    bad("more.nii", make(tail=b"x"), "a byte follows")
    bad("own-size.nii", struct.pack("<i", 349) + whole[4:], "a header of 349 bytes")
    for name, offset in (("negative", -352), ("nan", float("nan")), ("huge", 3e38), ("inside", 100), ("fraction", 352.5)):
        bad("offset-%s.nii" % name, make(offset=offset), "vox_offset %s" % name)
    bad("offset-2.nii", make(version=2, offset=-544), "vox_offset -544 in NIfTI-2")
    bad("dim-0.nii", make(dim=[0, 7, 5, 2]), "no dimensions")
    bad("dim-8.nii", make(dim=[8, 7, 5, 2]), "eight dimensions")
    bad("dim-1.nii", make(dim=[1, 70]), "one dimension")
    bad("dim-negative.nii", make(dim=[3, 7, -5, 2]), "-5 rows")
    bad("dim-6.nii", make(dim=[6, 7, 5, 1, 1, 1, 2]), "a sixth dimension")
    bad("dim-both.nii", make(dim=[5, 7, 5, 1, 2, 2]), "a fourth and a fifth dimension")
    bad("dim-product.nii", make(version=2, dim=[3, 2 ** 62, 2 ** 62, 2]), "2^125 voxels")
    for name, datatype in (("complex", 32), ("binary", 1), ("float128", 1536), ("unknown", 777)):
        bad("type-%s.nii" % name, make()[:70] + struct.pack("<2h", datatype, 0) + whole[74:], "datatype %s" % name)
    bad("bitpix.nii", make(bitpix=16), "elements of 16 bits that are bytes")
    bad("inter.nii", make(slope=2, inter=float("inf")), "an infinite scl_inter")
    packed = gzip(whole)
    bad("cut.nii.gz", packed[:-20], "ends inside the compressed data")
    bad("crc.nii.gz", gzip(whole, crc=1), "a wrong check sum")
    bad("size.nii.gz", gzip(whole, size=1), "a wrong size behind the data")
    bad("short.nii.gz", gzip(whole[:-1]), "one voxel is missing")
    bad("more.nii.gz", gzip(make(tail=b"x")), "a byte follows")
    bad("member.nii.gz", packed + gzip(b"x"), "a second member with a byte")
    bad("tail.nii.gz", packed + b"x", "something that is not compressed follows")
    bad("bomb.nii.gz", gzip(make(dim=[3, 32767, 32767, 32767])), "a header that claims 2^45 voxels")
