# Images with polc. The small one has the static program and its inputs, nothing else:
#   docker build -t polc .
#   docker run --rm -v "$PWD:/work" polc eval policy.pol deployments/first.yaml
# Jobs of GitLab and agents of Jenkins run the lines of a script, which takes a shell:
#   docker build --target shell -t polc:shell .
# In both, polc runs as nobody in particular.
FROM debian:12-slim AS build
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends ca-certificates g++ gcc make
WORKDIR /src
# A layer of its own: these packages stay while the source changes.
COPY .ci/deps .ci/
RUN .ci/deps static
COPY . .
RUN make -j"$(nproc)" static
RUN mkdir /empty

FROM debian:12-slim AS shell
COPY --from=build /src/build/static/polc /usr/bin/polc
COPY policies/inputs/*.pol /usr/share/polc/inputs/
COPY --from=build --chown=65532:65532 /empty /work
USER 65532:65532
WORKDIR /work
CMD ["polc", "--help"]

FROM scratch
LABEL org.opencontainers.image.title="polc" \
      org.opencontainers.image.description="Compiler for contract policies" \
      org.opencontainers.image.version="0.1.0"
COPY --from=build /src/build/static/polc /usr/bin/polc
COPY policies/inputs/*.pol /usr/share/polc/inputs/
COPY --from=build --chown=65532:65532 /empty /work
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/usr/bin/polc"]
CMD ["--help"]
