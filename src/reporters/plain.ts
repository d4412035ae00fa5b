import type { Report } from '../model/report.ts';
import { byExpiry, daysLeft } from './certificate-view.ts';
import { forTerminal } from './escape.ts';
import { refuseOtherViews, type RenderOptions, type Reporter } from './reporter.ts';
import { places } from './table/place.ts';

/**
 * One record a line with a tab between its fields, for grep, cut and sort: outcome, severity, rule, place, message; or by
 * certificate: days left, end, thumbprint, endpoints, subject. No colour, no header, nothing wrapped.
 */
export const plain: Reporter = {
  id: 'plain',
  title: 'one record a line, fields apart by tabs, for grep and cut',
  render(report, options) {
    if (options.by !== 'certificate') refuseOtherViews('plain', options);
    const records = options.by === 'certificate' ? certificates(report) : findings(report, options);
    return records
      .map((fields) => fields.map((field) => forTerminal(field, options.ascii)).join('\t'))
      .concat(records.length === 0 ? ['ok\t\t\t\tnothing to report'] : [])
      .map((line) => `${line}\n`)
      .join('');
  },
};

function findings(report: Report, { verbose }: RenderOptions): readonly (readonly string[])[] {
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

function certificates(report: Report): readonly (readonly string[])[] {
  return byExpiry(report.certificates).map((certificate) => [
    String(daysLeft(certificate, report) ?? 'unknown'),
    certificate.not_after,
    certificate.thumbprint,
    certificate.endpoints.join(' '),
    certificate.subject,
  ]);
}
