import type { Gathered, Report } from '../model/report.ts';

/** What a saved report holds of the run itself, without what was judged of it. */
export function gatheredOf(report: Report): Gathered {
  return {
    run: report.run,
    targets: report.targets,
    endpoints: report.endpoints.map(({ id, host, address, port, protocol, named, views }) => ({
      id,
      host,
      address,
      port,
      protocol,
      named,
      ...(views === undefined ? {} : { views }),
    })),
    observations: report.observations,
    certificates: Object.fromEntries(report.certificates.map(({ sha256, der }) => [sha256, der])),
  };
}
