# An image with polc alone: `docker build -t polc .`, then
#   docker run --rm -v "$PWD:/work" polc eval policy.pol deployments/first.yaml
# The program is static, so the image has nothing else in it; it runs as nobody in particular.
FROM debian:12-slim AS build
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends ca-certificates g++ gcc git make
COPY . /src
WORKDIR /src
RUN make static
RUN mkdir /empty

FROM scratch
COPY --from=build /src/build/static/polc /usr/bin/polc
COPY --from=build --chown=65532:65532 /empty /work
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/usr/bin/polc"]
CMD ["--help"]
