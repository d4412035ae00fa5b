import type { EndpointView } from '../facts/types.ts';

/** Endpoints of each host, in the order of the first one. */
export function byHost<V extends Pick<EndpointView<never>, 'endpoint'>>(
  views: readonly V[],
): readonly (readonly [host: string, views: readonly V[]])[] {
  return groupBy(views, ({ endpoint }) => endpoint.host);
}

/** Endpoints of each name, protocol and port, which differ in nothing but the address. */
export function byService<V extends Pick<EndpointView<never>, 'endpoint'>>(
  views: readonly V[],
): readonly (readonly [service: string, views: readonly V[]])[] {
  return groupBy(views, ({ endpoint }) => `${endpoint.protocol}:${endpoint.port} ${endpoint.host}`);
}

/** Endpoints that the same views of split DNS lead to; all of them where there are no views. */
export function byView<V extends Pick<EndpointView<never>, 'endpoint'>>(
  views: readonly V[],
): readonly (readonly [view: string, views: readonly V[]])[] {
  return groupBy(views, ({ endpoint }) => (endpoint.views ?? []).join(' '));
}

/** Endpoints of each address and port, whatever names lead there: `203.0.113.7 port 443`. */
export function byServer<V extends Pick<EndpointView<never>, 'endpoint'>>(
  views: readonly V[],
): readonly (readonly [place: string, views: readonly V[]])[] {
  return groupBy(views, ({ endpoint }) => `${endpoint.address ?? endpoint.host} port ${endpoint.port}`);
}

function groupBy<V>(
  views: readonly V[],
  key: (view: V) => string,
): readonly (readonly [string, readonly V[]])[] {
  const groups = new Map<string, V[]>();
  for (const view of views) {
    const name = key(view);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [view]);
    else group.push(view);
  }
  return [...groups];
}
