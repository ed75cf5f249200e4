# The product as an image: compose.yaml, docs/operations.md.
FROM node:22-bookworm-slim AS pages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --silent --no-progress

FROM python:3.11-slim-bookworm
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt && pip check
COPY . .
COPY --from=pages /build/node_modules node_modules
RUN python tools/setup_vendor.py && rm -rf node_modules && python -m compileall -q directory fiche importers search \
    && useradd --system --home-dir /app directory && install -d -o directory var
USER directory
EXPOSE 8000
CMD ["gunicorn", "wsgi:app"]
