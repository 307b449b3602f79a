# The web service with the models that come with the project:
#
#   docker build -t dtn4j .
#   docker run --rm -p 127.0.0.1:8080:8080 dtn4j
#   docker run --rm -p 127.0.0.1:8080:8080 --read-only --tmpfs /tmp dtn4j --model /app/models/svhn-mnist.safetensors
#
# For linux/amd64, the platform whose native libraries the build fetches.

FROM node:22-bookworm-slim AS node

FROM maven:3.9-eclipse-temurin-17 AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# npm fetches the face networks and glyphs that dtn-assets packs.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /src
COPY . .
# The launcher builds the project and notes the class path of the command line, whose order is kept.
RUN ./dtn --version \
    && mkdir -p /app/lib \
    && tr ':' '\n' <target/dist/cli.classpath | while read -r jar; do \
        cp "$jar" /app/lib/ && echo "/app/lib/${jar##*/}"; \
    done | paste -sd ':' >/app/classpath \
    && cp -r models /app/models

FROM eclipse-temurin:17-jre
# fontconfig and a font for the pictures that AWT draws without a screen, curl for the health check. libgomp, OpenBLAS and the
# codecs are in the jars; of the system, those need libstdc++ and libz alone.
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl fontconfig fonts-dejavu-core libstdc++6 zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 dtn \
    && useradd --system --uid 10001 --gid dtn --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin dtn
COPY --from=build /app /app

# As the launcher sets them: threads that wait must not spin, and freed native memory is kept for the next batch.
# OMP_NUM_THREADS=N (docker run -e) sets the threads of the networks; the default is one for each core.
ENV OMP_WAIT_POLICY=PASSIVE \
    OPENBLAS_NUM_THREADS=1 \
    OPENCV_LOG_LEVEL=OFF \
    OPENCV_IO_MAX_IMAGE_PIXELS=67108864 \
    MALLOC_MMAP_THRESHOLD_=33554432 \
    MALLOC_TRIM_THRESHOLD_=68719476736 \
    MALLOC_TOP_PAD_=67108864 \
    DTN_CACHE=/tmp/dtn4j
# An argument file of the java launcher. The tensors live outside the heap.
RUN printf '%s\n' \
        -Xmx1g \
        -XX:+UseSerialGC \
        -XX:-UsePerfData \
        -XX:+IgnoreUnrecognizedVMOptions \
        --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow \
        -Djava.awt.headless=true \
        -Dorg.bytedeco.javacpp.maxphysicalbytes=0 \
        -Dorg.bytedeco.javacpp.cachedir=/app/native \
        -Ddtn.home=/app \
        -cp "$(cat /app/classpath)" >/app/java.options \
    && install -d -o dtn -g dtn /app/native

USER dtn
# JavaCPP unpacks its libraries (half a gigabyte) at their first use: here, so that no container has to. A model at work uses
# all of them.
RUN java @/app/java.options io.github.dtn4j.cli.Main transfer --grid street-digits:8:7 /tmp/pairs.png \
    && rm -rf /tmp/pairs.png /tmp/dtn4j
# JavaCPP insists on a folder that it can write. A volume stays one in a container with a read-only root.
VOLUME /app/native

WORKDIR /tmp
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["java", "@/app/java.options", "io.github.dtn4j.cli.Main", "serve", "--host", "0.0.0.0"]
CMD ["--model", "/app/models/faces-emoji.safetensors"]
