import { SEVERITIES } from '../model/finding.ts';
import type { EndpointResult, Report } from '../model/report.ts';
import { forLabel } from './escape.ts';
import { refuseOtherViews, type Reporter } from './reporter.ts';
import { concerned } from './table/fold.ts';

/**
 * Metrics in the Prometheus text format 0.0.4, for the textfile collector: of the last run, without timestamps. Labels
 * are the places that were looked at and nothing that a server says, so the number of series is bounded by the targets.
 */
export const prometheus: Reporter = {
  id: 'prometheus',
  title: 'metrics of the run for the textfile collector of Prometheus',
  render(report, options) {
    refuseOtherViews('prometheus', options);
    return [...runMetrics(report), ...endpointMetrics(report)].map(metricText).join('');
  },
};

type Labels = readonly (readonly [name: string, value: string])[];

interface Metric {
  /** Without the prefix. */
  readonly name: string;
  readonly help: string;
  readonly samples: readonly (readonly [labels: Labels, value: number])[];
}

function metricText({ name, help, samples }: Metric): string {
  const full = `exchange_tls_${name}`;
  const known = samples.filter(([, value]) => !Number.isNaN(value));
  if (known.length === 0) return '';
  const lines = known.map(([labels, value]) => {
    const inner = labels.map(([label, text]) => `${label}="${forLabel(text)}"`).join(',');
    return `${full}${inner === '' ? '' : `{${inner}}`} ${value}`;
  });
  return [`# HELP ${full} ${help}`, `# TYPE ${full} gauge`, ...lines].map((line) => `${line}\n`).join('');
}

function runMetrics({ run, summary, tool, findings }: Report): readonly Metric[] {
  const waived = findings.filter((finding) => finding.waived !== undefined).length;
  const end = Date.parse(run.finishedAt) / 1000;
  const seconds = (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000;
  const plain = (name: string, help: string, value: number): Metric => ({
    name,
    help,
    samples: [[[], value]],
  });
  const whole = run.complete && summary.answered > 0 && summary.not_assessed.length === 0;
  return [
    {
      name: 'build_info',
      help: 'Version of the program that made the run.',
      samples: [[[['version', tool.version]], 1]],
    },
    plain('last_run_timestamp_seconds', 'When the last run ended, seconds since 1970.', end),
    plain('last_run_duration_seconds', 'How long it took.', seconds),
    plain('last_run_success', '1 if everything that was named could be assessed, else 0.', whole ? 1 : 0),
    plain('connections', 'Connections that the last run opened.', summary.connections),
    plain('endpoints', 'Endpoints of the last run.', summary.endpoints),
    plain('endpoints_answered', 'Endpoints that answered.', summary.answered),
    plain('endpoints_not_assessed', 'Endpoints that count as not assessed.', summary.not_assessed.length),
    plain('waived_findings', 'Findings whose risk is accepted; no other metric counts them.', waived),
    plain('unknown_checks', 'Checks that got no answer they could judge.', summary.unknown),
    {
      name: 'findings',
      help: 'Findings of the last run by severity.',
      samples: SEVERITIES.map((severity) => [[['severity', severity]], summary.fail[severity]]),
    },
  ];
}

function endpointMetrics(report: Report): readonly Metric[] {
  const endpoints = report.endpoints.filter(({ reach }) => reach !== 'not-enabled');
  const ends = new Map(report.certificates.map((one) => [one.sha256, Date.parse(one.not_after) / 1000]));
  const failed = failedByEndpoint(report);
  const unknown = countsOf(report.findings.filter(({ outcome }) => outcome === 'unknown'));
  return [
    {
      name: 'endpoint_up',
      help: '1 if the endpoint answered, else 0.',
      samples: endpoints.map((one) => [place(one), one.reach === 'answered' ? 1 : 0]),
    },
    {
      name: 'endpoint_findings',
      help: 'Findings that concern the endpoint, by severity.',
      samples: endpoints.flatMap((one) =>
        SEVERITIES.map((severity): readonly [Labels, number] => [
          [...place(one), ['severity', severity]],
          failed.get(`${severity} ${one.id}`) ?? 0,
        ]),
      ),
    },
    {
      name: 'endpoint_unknown_checks',
      help: 'Checks of the endpoint that got no answer they could judge; its findings say nothing about those.',
      samples: endpoints.map((one) => [place(one), unknown.get(one.id) ?? 0]),
    },
    {
      name: 'certificate_not_after_timestamp_seconds',
      help: 'When the certificate of the endpoint ends that ends first, seconds since 1970.',
      samples: endpoints.map((one) => {
        const own = one.chains.map(({ certificates }) => ends.get(certificates[0] ?? '') ?? NaN);
        const known = own.filter((end) => !Number.isNaN(end));
        return [place(one), known.length === 0 ? NaN : Math.min(...known)];
      }),
    },
    {
      name: 'version_accepted',
      help: '1 if the endpoint accepts the version of TLS, 0 if it refuses it; absent if that is not known.',
      samples: endpoints.flatMap((one) =>
        one.versions
          .filter(({ accepted }) => accepted !== 'unknown')
          .map(({ id, accepted }): readonly [Labels, number] => [
            [...place(one), ['version', id]],
            accepted === 'yes' ? 1 : 0,
          ]),
      ),
    },
  ];
}

function place({ host, address, port, protocol }: EndpointResult): Labels {
  return [
    ['host', host],
    ['address', address ?? ''],
    ['port', String(port)],
    ['protocol', protocol],
  ];
}

function failedByEndpoint(report: Report): ReadonlyMap<string, number> {
  const failed = report.findings.filter((one) => one.outcome === 'fail' && one.waived === undefined);
  return countsOf(failed, ({ severity }) => `${severity} `);
}

/** Findings by the endpoints that they concern, behind what `kind` says of them. */
function countsOf(
  findings: Report['findings'],
  kind: (finding: Report['findings'][number]) => string = () => '',
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    for (const id of new Set(concerned(finding))) {
      const key = kind(finding) + id;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}
