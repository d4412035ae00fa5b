import type { Report } from '../model/report.ts';
import { byExpiry, daysLeft } from './certificate-view.ts';
import { forTerminal } from './escape.ts';
import { refuseOtherViews, type RenderOptions, type Reporter } from './reporter.ts';
import { places } from './table/place.ts';

/**
 * One record a line with a tab between its fields, for grep, cut and sort: outcome, severity, rule, place, message; or by
 * certificate: days left, end, thumbprint, endpoints, subject. No colour, no header, nothing wrapped. A run that was cut
 * short, and one that no endpoint answered, is a record of its own with the outcome `unknown`.
 */
export const plain: Reporter = {
  id: 'plain',
  title: 'one record a line, fields apart by tabs, for grep and cut',
  render(report, options) {
    if (options.by !== 'certificate') refuseOtherViews('plain', options);
    const records = [
      ...(options.by === 'certificate' ? certificates(report) : findings(report, options)),
      ...blanks(report),
    ];
    return (records.length === 0 ? NOTHING : records)
      .map((fields) => `${fields.map((field) => forTerminal(field, options.ascii)).join('\t')}\n`)
      .join('');
  },
};

const NOTHING: Records = [['ok', '', '', '', 'nothing to report']];

type Records = readonly (readonly string[])[];

function findings(report: Report, { verbose }: RenderOptions): Records {
  return report.findings
    .filter(({ outcome }) => verbose > 1 || outcome === 'fail' || outcome === 'unknown')
    .map((finding) => [
      finding.waived === undefined ? finding.outcome : 'waived',
      finding.severity,
      finding.rule,
      places([finding], report).join(', '),
      finding.message,
    ]);
}

function certificates(report: Report): Records {
  const { not_assessed: silent } = report.summary;
  return [
    ...byExpiry(report.certificates).map((certificate) => [
      String(daysLeft(certificate, report) ?? 'unknown'),
      certificate.not_after,
      certificate.thumbprint,
      certificate.endpoints.join(' '),
      certificate.subject,
    ]),
    ...(silent.length === 0 ? [] : [['unknown', '', '', silent.join(' '), 'could not be assessed']]),
  ];
}

/** What was not looked at at all, so that no finding tells of it. */
function blanks({ run, summary }: Report): Records {
  return [
    ...(run.complete
      ? []
      : [['unknown', '', '', '', `the run was stopped: ${run.stopped ?? 'no reason recorded'}`]]),
    ...(summary.answered > 0 ? [] : [['unknown', '', '', '', 'no endpoint answered']]),
  ];
}
