# The same steps as `make serve`, in stages, so that the image holds neither compilers nor Node.

FROM node:22-slim AS explorer
WORKDIR /gateway
COPY explorer/package.json explorer/package-lock.json explorer/.npmrc explorer/
RUN npm --prefix explorer ci
COPY explorer explorer
COPY examples examples
COPY schema.graphql ./
RUN mkdir -p app/web && npm --prefix explorer run build

FROM python:3.13-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev
WORKDIR /gateway
COPY requirements requirements
RUN python -m venv /opt/gateway \
    && /opt/gateway/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt -r requirements/build.txt
COPY pyproject.toml README.md ./
COPY app app
COPY --from=explorer /gateway/app/web/explorer app/web/explorer
RUN /opt/gateway/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
COPY --from=build /opt/gateway /opt/gateway
RUN useradd --system --create-home --home-dir /data gateway
USER gateway
WORKDIR /data
VOLUME /data
# It listens on every address, so it starts only when PROFILES_AUTH says who may ask: see the README.
ENV PATH=/opt/gateway/bin:$PATH PROFILES_HOST=0.0.0.0 PROFILES_PORT=8000
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
CMD ["profile-gateway", "serve"]
