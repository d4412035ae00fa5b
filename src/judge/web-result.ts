import type { EndpointFactSet } from '../facts/types.ts';
import type { DirectoryResult, HttpResult } from '../model/report.ts';

/** What a website answers for each virtual directory; empty if nobody asked, or nothing came back. */
export function directoryResults({ directories: fact }: EndpointFactSet): readonly DirectoryResult[] {
  if (!fact.known) return [];
  return fact.value.directories.map((one) => ({
    id: one.id,
    path: one.path,
    state: one.state,
    why: one.why,
    status: one.status,
    answered_by: one.answeredBy,
    software: one.software,
    authentication: one.authentication,
    health: one.health,
    health_status: one.healthStatus,
    servers: one.servers,
  }));
}

/** How it uses HTTP besides; null if nobody asked, or nothing came back. */
export function httpResult({ http: fact }: EndpointFactSet): HttpResult | null {
  if (!fact.known || fact.value.state === 'not-asked') return null;
  const { hsts, plain } = fact.value;
  return {
    hsts: { state: hsts.state, value: hsts.value, max_age: hsts.maxAge },
    plain: {
      state: plain.state,
      answers: plain.answers.map(({ path, status, redirect, authentication }) => ({
        path,
        status,
        redirect,
        authentication,
      })),
    },
  };
}
