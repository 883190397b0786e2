# An image with maskloss alone, run by a user without rights:
#
#     docker build -t maskloss .
#     docker run --rm --network=none --read-only --tmpfs /tmp -u "$(id -u):$(id -g)" -v "$PWD:/data" maskloss eval truth pred
FROM debian:bookworm-slim AS build
RUN apt-get update && \
    apt-get install -y --no-install-recommends gcc libc6-dev make autoconf automake pkg-config libpng-dev libcjson-dev libzip-dev \
        libtiff-dev libjpeg-dev zlib1g-dev $(case $(dpkg --print-architecture) in amd64 | arm64) echo libisal-dev ;; esac) && \
    rm -rf /var/lib/apt/lists/*
COPY . /src
RUN cd /src && BUILD=/build CONFIGURE_ARGS="--prefix=/usr" ./bootstrap --no-install && make -C /build install-strip DESTDIR=/installed

FROM debian:bookworm-slim
RUN apt-get update && \
    apt-get install -y --no-install-recommends libpng16-16 libcjson1 libzip4 libtiff6 libjpeg62-turbo zlib1g \
        $(case $(dpkg --print-architecture) in amd64 | arm64) echo libisal2 ;; esac) && \
    rm -rf /var/lib/apt/lists/* && \
    useradd --system --no-create-home --shell /usr/sbin/nologin maskloss
COPY --from=build /installed/usr/ /usr/
USER maskloss
WORKDIR /data
ENTRYPOINT ["maskloss"]
CMD ["--help"]
