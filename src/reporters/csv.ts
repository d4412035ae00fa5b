import { stringify } from 'csv-stringify/sync';
import { certificateRecords } from './csv/certificate-records.ts';
import { clientRecords } from './csv/client-records.ts';
import { endpointRecords } from './csv/endpoint-records.ts';
import { findingRecords } from './csv/finding-records.ts';
import { suiteRecords } from './csv/suite-records.ts';
import { forCell, forExcelCell } from './escape.ts';
import type { CsvTable, Reporter } from './reporter.ts';

/**
 * One finding a row, one certificate, suite, endpoint, or client with a service (RFC 4180: CRLF, header, quotes doubled).
 * Text is made harmless here, numbers stay numbers.
 */
export const csv: Reporter = {
  id: 'csv',
  title: 'one finding, certificate, suite, endpoint or client a row, for spreadsheets and scripts',
  render(report, options) {
    const records = RECORDS[options.csvTable ?? TABLE_BY[options.by ?? 'host']](report);
    const escape = options.csvExcel ? forExcelCell : forCell;
    const escaped = records.map((record) =>
      record.map((value) => (typeof value === 'string' ? escape(value) : value)),
    );
    return stringify(escaped, {
      delimiter: options.csvDelimiter ?? ',',
      record_delimiter: 'windows',
      bom: options.csvExcel,
      cast: { boolean: String },
      // With CRLF between records a lone CR or LF in a field would otherwise stay unquoted.
      quoted_match: /[\r\n]/,
    });
  },
};

const RECORDS: Readonly<Record<CsvTable, typeof findingRecords>> = {
  findings: findingRecords,
  certificates: certificateRecords,
  suites: suiteRecords,
  endpoints: endpointRecords,
  clients: clientRecords,
};

/** What the rows are if only the view is said. */
const TABLE_BY = { host: 'findings', certificate: 'certificates', client: 'clients' } as const;
