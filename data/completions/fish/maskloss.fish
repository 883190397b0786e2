# Completion of maskloss for fish. Written by tools/tables.sh from the program's table of options.

# COMMAND...: whether one of them is the command on the line
function __maskloss_in
    set -l words (commandline -opc)
    contains -- "$words[2]" $argv
end

function __maskloss_wants_command
    set -l words (commandline -opc)
    test (count $words) -eq 1
    or begin
        test (count $words) -eq 2
        and test "$words[2]" = help
    end
end

# The value being typed, without the option it may hang on
function __maskloss_typed
    string replace -r -- '^(--[^=]*=|-[^-])' '' (commandline -ct)
end

# WORD...: one or several of them, with commas between
function __maskloss_list
    printf '%s\n' (string match -r -- '^.*,|^' (__maskloss_typed))$argv
end

# ENDING WORD...: one of the words, or a file, first those that end so
function __maskloss_words_or_files
    printf '%s\n' $argv[2..]
    __fish_complete_suffix (__maskloss_typed) .$argv[1]
end

complete -c maskloss -f
complete -c maskloss -n 'test (count (commandline -opc)) -eq 1' -s h -l help -d 'say how maskloss is used'
complete -c maskloss -n 'test (count (commandline -opc)) -eq 1' -l version -d 'print the version'
complete -c maskloss -n 'test (count (commandline -opc)) -eq 1' -a help -d 'say what the options of a command are'
complete -c maskloss -n __maskloss_wants_command -a eval -d 'evaluate two files, or the files of two directories'
complete -c maskloss -n __maskloss_wants_command -a merge -d 'combine record streams of disjoint sets'
complete -c maskloss -n __maskloss_wants_command -a compare -d 'judge one record stream against another'
complete -c maskloss -n __maskloss_wants_command -a inspect -d 'say how files would be read, and what is in a directory'
complete -c maskloss -n __maskloss_wants_command -a explain -d 'show every step for one pixel'
# eval
complete -c maskloss -n '__maskloss_in eval' -F
complete -c maskloss -n '__maskloss_in eval' -s c -l classes -x -k -a '(__maskloss_words_or_files json ade20k binary camvid cityscapes cityscapes-train voc)' -d 'class set: a shipped one (cityscapes, voc, ...) or a JSON file (a name with / or .json)'
complete -c maskloss -n '__maskloss_in eval' -s m -l mask -x -a 'none' -d 'masked classes, by index or name'
complete -c maskloss -n '__maskloss_in eval' -s i -l ignore -x -d 'stored labels that are no class (void), e.g. 255'
complete -c maskloss -n '__maskloss_in eval' -s w -l weights -r -F -a 'inverse median' -d 'one weight >= 0 per class, for wcce, or how to weigh classes by their pixels'
complete -c maskloss -n '__maskloss_in eval' -s L -l loss -x -a '(__maskloss_list cce wcce focal brier dice gdice jaccard tversky focal_tversky all)' -d 'losses, NAME[:key=value]..., or all'
complete -c maskloss -n '__maskloss_in eval' -l list-losses -d 'print the losses with parameters, defaults and formulas'
complete -c maskloss -n '__maskloss_in eval' -s M -l measure -x -a '(__maskloss_list band objects surface boundary_iou calibration all)' -d 'what overlap cannot see, NAME[:key=value]..., or all: see --list-measures and maskloss-measures(7)'
complete -c maskloss -n '__maskloss_in eval' -l spacing -x -d 'how far rows and columns are apart, for the measure surface'
complete -c maskloss -n '__maskloss_in eval' -l list-measures -d 'print the measures with parameters, defaults and definitions'
complete -c maskloss -n '__maskloss_in eval' -s A -l activation -x -a 'none softmax sigmoid' -d 'what the stored values are'
complete -c maskloss -n '__maskloss_in eval' -l absent -x -a 'skip one zero keep' -d 'what a class without a true pixel counts as in an average of region losses'
complete -c maskloss -n '__maskloss_in eval' -l empty -x -a 'skip absent one zero' -d 'what IoU and Dice of a class that neither truth nor prediction has count as in averages'
complete -c maskloss -n '__maskloss_in eval' -l average -x -a 'all foreground' -d 'the classes averages run over'
complete -c maskloss -n '__maskloss_in eval' -l bad-pixels -x -a 'error ignore' -d 'a pixel with NaN, infinite or negative values or without a sum > 0'
complete -c maskloss -n '__maskloss_in eval' -l epsilon -x -d 'pointwise losses clip probabilities to X..1-X'
complete -c maskloss -n '__maskloss_in eval' -l smooth -x -d 'default of the region losses\' smooth'
complete -c maskloss -n '__maskloss_in eval' -l group -x -d 'groups of images, by their ids: dir[:N], the first directories'
complete -c maskloss -n '__maskloss_in eval' -l intervals -d '95 % intervals of pooled losses, metrics and classes\' figures, by resampling the images 10000 times'
complete -c maskloss -n '__maskloss_in eval' -l conventions -d 'print what other programs would print of the same predictions, too'
complete -c maskloss -n '__maskloss_in eval' -l views -x -a '(__maskloss_list raw masked excluded)' -d 'raw, masked, excluded'
complete -c maskloss -n '__maskloss_in eval' -l truth-layout -x -a 'labels onehot planes colors' -d 'what a truth array of rank 3 or 4 is, where that is in doubt'
complete -c maskloss -n '__maskloss_in eval' -l prediction-as -x -a 'labels indices probabilities' -d 'what predictions of one channel hold: stored labels like the truth\'s (integers: default), class indices, or (unsigned) the probability of class 1 of two, of their full scale'
complete -c maskloss -n '__maskloss_in eval' -l prediction-labels -x -a 'labels indices' -d 'old name of --prediction-as'
complete -c maskloss -n '__maskloss_in eval' -l unknown -x -a 'error miss' -d 'labels of predictions that the class set does not know: an error (default), or no class'
complete -c maskloss -n '__maskloss_in eval' -l threshold -x -d 'between two classes, decide for class 1 where its probability exceeds T, 0 to 1'
complete -c maskloss -n '__maskloss_in eval' -l no-data -x -a 'nan none' -d 'a value of truths that stands for no data: such pixels are ignored'
complete -c maskloss -n '__maskloss_in eval' -l missing-truth -x -d 'predictions without truth are evaluated too, as if all pixels of a truth were of this class'
complete -c maskloss -n '__maskloss_in eval' -l layout -x -a 'auto hwc chw cnhw' -d 'axis order of arrays'
complete -c maskloss -n '__maskloss_in eval' -l truth-code -x -a 'red green blue rgb ade20k' -d 'labels of truths follow from their samples: one channel, r + 256 g + 65536 b, r/10*256 + g, or a number divided by N'
complete -c maskloss -n '__maskloss_in eval' -l samples -x -a 'raw scaled color' -d 'labels in packed gray and palettes: stored samples, gray values 0..255, or by the colours of classes'
complete -c maskloss -n '__maskloss_in eval' -l array -x -d 'which array of each .npz'
complete -c maskloss -n '__maskloss_in eval' -l truth-suffix -x -d 'only truths whose names end in S'
complete -c maskloss -n '__maskloss_in eval' -l prediction-suffix -x -d 'the same for predictions'
complete -c maskloss -n '__maskloss_in eval' -l truth-prefix -x -d 'only truths whose file\'s name begins with S'
complete -c maskloss -n '__maskloss_in eval' -l prediction-prefix -x -d 'the same for predictions'
complete -c maskloss -n '__maskloss_in eval' -l match -x -a 'path name' -d 'keys are paths below the directories (default), or the names of files alone'
complete -c maskloss -n '__maskloss_in eval' -l photos -x -a '(__fish_complete_directories)' -d 'photos for overlays, PNG or JPEG, paired by key as predictions are'
complete -c maskloss -n '__maskloss_in eval' -l photo-suffix -x -d 'only photos whose names end in S'
complete -c maskloss -n '__maskloss_in eval' -s l -l list -r -F -d 'pairs in place of operands: lines TRUTH, TAB, PREDICTION, perhaps TAB, ID'
complete -c maskloss -n '__maskloss_in eval' -s 0 -l null -d 'lines of the list end in NUL'
complete -c maskloss -n '__maskloss_in eval' -l partial -d 'evaluate the pairs there are'
complete -c maskloss -n '__maskloss_in eval' -l shard -x -d 'only every Nth pair, from number K on, counted from 0'
complete -c maskloss -n '__maskloss_in eval' -l keep-going -d 'evaluate what can be read, report the rest under errors, exit 3 at the end'
complete -c maskloss -n '__maskloss_in eval' -l max-pixels -x -d 'bound on one image'
complete -c maskloss -n '__maskloss_in eval' -l max-memory -x -d 'bound on what a format forces to be held whole'
complete -c maskloss -n '__maskloss_in eval' -s j -l jobs -x -d 'threads'
complete -c maskloss -n '__maskloss_in eval' -s f -l format -x -a 'text json jsonl tsv markdown junit html' -d 'output form'
complete -c maskloss -n '__maskloss_in eval' -s p -l print -x -d 'print this figure\'s value alone, such as masked.metrics.miou, null if it has none'
complete -c maskloss -n '__maskloss_in eval' -s o -l output -r -F -d 'write there, whole or not at all'
complete -c maskloss -n '__maskloss_in eval' -l resume -d 'go on with the record stream named by -o: what is in it is not evaluated again'
complete -c maskloss -n '__maskloss_in eval' -s s -l summary -d 'no per-image part'
complete -c maskloss -n '__maskloss_in eval' -l worst -x -a 'all' -d 'report only the N images with the highest figure, the highest first'
complete -c maskloss -n '__maskloss_in eval' -l by -x -d 'the figure of --worst, and of images in text, markdown and html'
complete -c maskloss -n '__maskloss_in eval' -s d -l maps -x -a '(__fish_complete_directories)' -d 'write pictures and arrays of each image below DIR, as ID.KIND.png or .npy'
complete -c maskloss -n '__maskloss_in eval' -l kinds -x -d 'which: error, loss[:LOSS], decision, truth, probability:CLASS, masked, gradient:LOSS, overlay'
complete -c maskloss -n '__maskloss_in eval' -l map-scale -x -d 'the loss that the brightest colour stands for, > 0'
complete -c maskloss -n '__maskloss_in eval' -s g -l gate -x -d 'PATH OP NUMBER, such as masked.metrics.miou>=0.7: exit 1 unless it holds'
complete -c maskloss -n '__maskloss_in eval' -s q -l quiet -d 'no notes on standard error'
complete -c maskloss -n '__maskloss_in eval' -s v -l verbose -d 'say how each file is read'
complete -c maskloss -n '__maskloss_in eval' -l progress -x -a 'auto always never' -d 'say how far the run is'
complete -c maskloss -n '__maskloss_in eval' -l color -x -a 'auto always never' -d 'colour texts for reading'
complete -c maskloss -n '__maskloss_in eval' -s h -l help -d 'print this help'
# merge
complete -c maskloss -n '__maskloss_in merge' -k -f -a '(__fish_complete_suffix .jsonl)'
complete -c maskloss -n '__maskloss_in merge' -s m -l mask -x -a 'none' -d 'masked classes, by index or name'
complete -c maskloss -n '__maskloss_in merge' -s w -l weights -r -F -a 'inverse median' -d 'one weight >= 0 per class, for wcce, or how to weigh classes by their pixels'
complete -c maskloss -n '__maskloss_in merge' -s L -l loss -x -a '(__maskloss_list cce wcce focal brier dice gdice jaccard tversky focal_tversky all)' -d 'losses, NAME[:key=value]..., or all'
complete -c maskloss -n '__maskloss_in merge' -l list-losses -d 'print the losses with parameters, defaults and formulas'
complete -c maskloss -n '__maskloss_in merge' -l absent -x -a 'skip one zero keep' -d 'what a class without a true pixel counts as in an average of region losses'
complete -c maskloss -n '__maskloss_in merge' -l empty -x -a 'skip absent one zero' -d 'what IoU and Dice of a class that neither truth nor prediction has count as in averages'
complete -c maskloss -n '__maskloss_in merge' -l average -x -a 'all foreground' -d 'the classes averages run over'
complete -c maskloss -n '__maskloss_in merge' -l smooth -x -d 'default of the region losses\' smooth'
complete -c maskloss -n '__maskloss_in merge' -l group -x -d 'groups of images, by their ids: dir[:N], the first directories'
complete -c maskloss -n '__maskloss_in merge' -l intervals -d '95 % intervals of pooled losses, metrics and classes\' figures, by resampling the images 10000 times'
complete -c maskloss -n '__maskloss_in merge' -l conventions -d 'print what other programs would print of the same predictions, too'
complete -c maskloss -n '__maskloss_in merge' -l views -x -a '(__maskloss_list raw masked excluded)' -d 'raw, masked, excluded'
complete -c maskloss -n '__maskloss_in merge' -l partial -d 'accept missing shards and streams that were cut off'
complete -c maskloss -n '__maskloss_in merge' -s f -l format -x -a 'text json jsonl tsv markdown junit html' -d 'output form'
complete -c maskloss -n '__maskloss_in merge' -s p -l print -x -d 'print this figure\'s value alone, such as masked.metrics.miou, null if it has none'
complete -c maskloss -n '__maskloss_in merge' -s o -l output -r -F -d 'write there, whole or not at all'
complete -c maskloss -n '__maskloss_in merge' -s s -l summary -d 'no per-image part'
complete -c maskloss -n '__maskloss_in merge' -l worst -x -a 'all' -d 'report only the N images with the highest figure, the highest first'
complete -c maskloss -n '__maskloss_in merge' -l by -x -d 'the figure of --worst, and of images in text, markdown and html'
complete -c maskloss -n '__maskloss_in merge' -s g -l gate -x -d 'PATH OP NUMBER, such as masked.metrics.miou>=0.7: exit 1 unless it holds'
complete -c maskloss -n '__maskloss_in merge' -s q -l quiet -d 'no notes on standard error'
complete -c maskloss -n '__maskloss_in merge' -l color -x -a 'auto always never' -d 'colour texts for reading'
complete -c maskloss -n '__maskloss_in merge' -s h -l help -d 'print this help'
# compare
complete -c maskloss -n '__maskloss_in compare' -k -f -a '(__fish_complete_suffix .jsonl)'
complete -c maskloss -n '__maskloss_in compare' -s m -l mask -x -a 'none' -d 'masked classes, by index or name'
complete -c maskloss -n '__maskloss_in compare' -s w -l weights -r -F -a 'inverse median' -d 'one weight >= 0 per class, for wcce, or how to weigh classes by their pixels'
complete -c maskloss -n '__maskloss_in compare' -s L -l loss -x -a '(__maskloss_list cce wcce focal brier dice gdice jaccard tversky focal_tversky all)' -d 'losses, NAME[:key=value]..., or all'
complete -c maskloss -n '__maskloss_in compare' -l list-losses -d 'print the losses with parameters, defaults and formulas'
complete -c maskloss -n '__maskloss_in compare' -l absent -x -a 'skip one zero keep' -d 'what a class without a true pixel counts as in an average of region losses'
complete -c maskloss -n '__maskloss_in compare' -l empty -x -a 'skip absent one zero' -d 'what IoU and Dice of a class that neither truth nor prediction has count as in averages'
complete -c maskloss -n '__maskloss_in compare' -l average -x -a 'all foreground' -d 'the classes averages run over'
complete -c maskloss -n '__maskloss_in compare' -l smooth -x -d 'default of the region losses\' smooth'
complete -c maskloss -n '__maskloss_in compare' -l group -x -d 'groups of images, by their ids: dir[:N], the first directories'
complete -c maskloss -n '__maskloss_in compare' -l views -x -a '(__maskloss_list raw masked excluded)' -d 'raw, masked, excluded'
complete -c maskloss -n '__maskloss_in compare' -l partial -d 'accept missing shards and streams that were cut off'
complete -c maskloss -n '__maskloss_in compare' -l common -d 'compare the images that both have'
complete -c maskloss -n '__maskloss_in compare' -s j -l jobs -x -d 'threads'
complete -c maskloss -n '__maskloss_in compare' -s f -l format -x -a 'text json tsv markdown junit html' -d 'output form'
complete -c maskloss -n '__maskloss_in compare' -s p -l print -x -d 'print this figure\'s value alone, of the candidate'
complete -c maskloss -n '__maskloss_in compare' -s o -l output -r -F -d 'write there, whole or not at all'
complete -c maskloss -n '__maskloss_in compare' -l worst -x -a 'all' -d 'name the N images that got worse most, and better (not text, markdown), or all that did'
complete -c maskloss -n '__maskloss_in compare' -l by -x -d 'the figure that says which'
complete -c maskloss -n '__maskloss_in compare' -s g -l gate -x -d 'PATH OP NUMBER, of the candidate'
complete -c maskloss -n '__maskloss_in compare' -s q -l quiet -d 'no notes on standard error'
complete -c maskloss -n '__maskloss_in compare' -l color -x -a 'auto always never' -d 'colour texts for reading'
complete -c maskloss -n '__maskloss_in compare' -s h -l help -d 'print this help'
# inspect
complete -c maskloss -n '__maskloss_in inspect' -F
complete -c maskloss -n '__maskloss_in inspect' -s c -l classes -x -k -a '(__maskloss_words_or_files json ade20k binary camvid cityscapes cityscapes-train voc)' -d 'class set: a shipped one (cityscapes, voc, ...) or a JSON file (a name with / or .json)'
complete -c maskloss -n '__maskloss_in inspect' -s i -l ignore -x -d 'stored labels that are no class (void), e.g. 255'
complete -c maskloss -n '__maskloss_in inspect' -s A -l activation -x -a 'none softmax sigmoid' -d 'what the stored values are'
complete -c maskloss -n '__maskloss_in inspect' -l truth-layout -x -a 'labels onehot planes colors' -d 'what a truth array of rank 3 or 4 is, where that is in doubt'
complete -c maskloss -n '__maskloss_in inspect' -l prediction-as -x -a 'labels indices probabilities' -d 'what predictions of one channel hold: stored labels like the truth\'s (integers: default), class indices, or (unsigned) the probability of class 1 of two, of their full scale'
complete -c maskloss -n '__maskloss_in inspect' -l prediction-labels -x -a 'labels indices' -d 'old name of --prediction-as'
complete -c maskloss -n '__maskloss_in inspect' -l no-data -x -a 'nan none' -d 'a value of truths that stands for no data: such pixels are ignored'
complete -c maskloss -n '__maskloss_in inspect' -l layout -x -a 'auto hwc chw cnhw' -d 'axis order of arrays'
complete -c maskloss -n '__maskloss_in inspect' -l truth-code -x -a 'red green blue rgb ade20k' -d 'labels of truths follow from their samples: one channel, r + 256 g + 65536 b, r/10*256 + g, or a number divided by N'
complete -c maskloss -n '__maskloss_in inspect' -l samples -x -a 'raw scaled color' -d 'labels in packed gray and palettes: stored samples, gray values 0..255, or by the colours of classes'
complete -c maskloss -n '__maskloss_in inspect' -l array -x -d 'which array of each .npz'
complete -c maskloss -n '__maskloss_in inspect' -l max-pixels -x -d 'bound on one image'
complete -c maskloss -n '__maskloss_in inspect' -l max-memory -x -d 'bound on what a format forces to be held whole'
complete -c maskloss -n '__maskloss_in inspect' -s f -l format -x -a 'text json' -d 'output form'
complete -c maskloss -n '__maskloss_in inspect' -s o -l output -r -F -d 'write there, whole or not at all'
complete -c maskloss -n '__maskloss_in inspect' -s q -l quiet -d 'no notes on standard error'
complete -c maskloss -n '__maskloss_in inspect' -s v -l verbose -d 'say how each file is read'
complete -c maskloss -n '__maskloss_in inspect' -l color -x -a 'auto always never' -d 'colour texts for reading'
complete -c maskloss -n '__maskloss_in inspect' -s h -l help -d 'print this help'
# explain
complete -c maskloss -n '__maskloss_in explain' -F
complete -c maskloss -n '__maskloss_in explain' -s c -l classes -x -k -a '(__maskloss_words_or_files json ade20k binary camvid cityscapes cityscapes-train voc)' -d 'class set: a shipped one (cityscapes, voc, ...) or a JSON file (a name with / or .json)'
complete -c maskloss -n '__maskloss_in explain' -s m -l mask -x -a 'none' -d 'masked classes, by index or name'
complete -c maskloss -n '__maskloss_in explain' -s i -l ignore -x -d 'stored labels that are no class (void), e.g. 255'
complete -c maskloss -n '__maskloss_in explain' -s w -l weights -r -F -a 'inverse median' -d 'one weight >= 0 per class, for wcce, or how to weigh classes by their pixels'
complete -c maskloss -n '__maskloss_in explain' -s L -l loss -x -a '(__maskloss_list cce wcce focal brier dice gdice jaccard tversky focal_tversky all)' -d 'losses, NAME[:key=value]..., or all'
complete -c maskloss -n '__maskloss_in explain' -l list-losses -d 'print the losses with parameters, defaults and formulas'
complete -c maskloss -n '__maskloss_in explain' -s A -l activation -x -a 'none softmax sigmoid' -d 'what the stored values are'
complete -c maskloss -n '__maskloss_in explain' -l absent -x -a 'skip one zero keep' -d 'what a class without a true pixel counts as in an average of region losses'
complete -c maskloss -n '__maskloss_in explain' -l empty -x -a 'skip absent one zero' -d 'what IoU and Dice of a class that neither truth nor prediction has count as in averages'
complete -c maskloss -n '__maskloss_in explain' -l average -x -a 'all foreground' -d 'the classes averages run over'
complete -c maskloss -n '__maskloss_in explain' -l bad-pixels -x -a 'error ignore' -d 'a pixel with NaN, infinite or negative values or without a sum > 0'
complete -c maskloss -n '__maskloss_in explain' -l epsilon -x -d 'pointwise losses clip probabilities to X..1-X'
complete -c maskloss -n '__maskloss_in explain' -l smooth -x -d 'default of the region losses\' smooth'
complete -c maskloss -n '__maskloss_in explain' -l views -x -a '(__maskloss_list raw masked excluded)' -d 'raw, masked, excluded'
complete -c maskloss -n '__maskloss_in explain' -l truth-layout -x -a 'labels onehot planes colors' -d 'what a truth array of rank 3 or 4 is, where that is in doubt'
complete -c maskloss -n '__maskloss_in explain' -l prediction-as -x -a 'labels indices probabilities' -d 'what predictions of one channel hold: stored labels like the truth\'s (integers: default), class indices, or (unsigned) the probability of class 1 of two, of their full scale'
complete -c maskloss -n '__maskloss_in explain' -l prediction-labels -x -a 'labels indices' -d 'old name of --prediction-as'
complete -c maskloss -n '__maskloss_in explain' -l unknown -x -a 'error miss' -d 'labels of predictions that the class set does not know: an error (default), or no class'
complete -c maskloss -n '__maskloss_in explain' -l threshold -x -d 'between two classes, decide for class 1 where its probability exceeds T, 0 to 1'
complete -c maskloss -n '__maskloss_in explain' -l no-data -x -a 'nan none' -d 'a value of truths that stands for no data: such pixels are ignored'
complete -c maskloss -n '__maskloss_in explain' -l layout -x -a 'auto hwc chw cnhw' -d 'axis order of arrays'
complete -c maskloss -n '__maskloss_in explain' -l truth-code -x -a 'red green blue rgb ade20k' -d 'labels of truths follow from their samples: one channel, r + 256 g + 65536 b, r/10*256 + g, or a number divided by N'
complete -c maskloss -n '__maskloss_in explain' -l samples -x -a 'raw scaled color' -d 'labels in packed gray and palettes: stored samples, gray values 0..255, or by the colours of classes'
complete -c maskloss -n '__maskloss_in explain' -l array -x -d 'which array of each .npz'
complete -c maskloss -n '__maskloss_in explain' -l max-pixels -x -d 'bound on one image'
complete -c maskloss -n '__maskloss_in explain' -l max-memory -x -d 'bound on what a format forces to be held whole'
complete -c maskloss -n '__maskloss_in explain' -s f -l format -x -a 'text json' -d 'output form'
complete -c maskloss -n '__maskloss_in explain' -s o -l output -r -F -d 'write there, whole or not at all'
complete -c maskloss -n '__maskloss_in explain' -s q -l quiet -d 'no notes on standard error'
complete -c maskloss -n '__maskloss_in explain' -s v -l verbose -d 'say how each file is read'
complete -c maskloss -n '__maskloss_in explain' -l color -x -a 'auto always never' -d 'colour texts for reading'
complete -c maskloss -n '__maskloss_in explain' -s h -l help -d 'print this help'
