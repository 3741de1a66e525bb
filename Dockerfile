# One image for every app: the command says which one runs.
# Debian, not Alpine: the embedded Postgres needs glibc.
FROM node:20-bookworm-slim AS build
WORKDIR /app
# Packages first: this layer stays while only sources change. Without sources the build that follows `npm ci` does nothing.
COPY package.json package-lock.json .npmrc ./
COPY packages/client/package.json ./packages/client/
COPY examples/storefront/package.json ./examples/storefront/
COPY scripts ./scripts
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY apps ./apps
COPY libs ./libs
COPY packages ./packages
COPY examples ./examples
# Into dist go the bill of materials and the licences of what is passed on, too.
RUN npm run build && npm prune --omit=dev

FROM node:20-bookworm-slim
ENV NODE_ENV=production \
    CHASQUI_DATA_DIR=/var/lib/chasqui
WORKDIR /app
# Root owns the program and `node` runs it, so that a process cannot change its own code.
COPY --from=build /app/package.json ./
COPY --from=build /app/scripts ./scripts
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# node_modules links to both.
COPY --from=build /app/packages ./packages
COPY --from=build /app/examples ./examples
# Only for what runs without DATABASE_URL: the embedded Postgres and generated keys.
RUN install -d -o node -g node -m 700 /var/lib/chasqui
USER node
# Close takes at most 15 s; give the container longer before it is killed.
STOPSIGNAL SIGTERM
CMD ["node", "dist/apps/standalone/src/main.js"]
