/** The page of the logon: its HTML names the folder of the resources, `/owa/auth/15.2.1544/` (ms-exchange-version-nse). */
export const LOGON_PATH = '/owa/auth/logon.aspx';

/** Manifest of a ClickOnce program whose identity has the whole build (ms-exchange-version-nse; SE not confirmed). */
export const EXPORT_TOOL_PATH =
  '/ecp/Current/exporttool/microsoft.exchange.ediscovery.exporttool.application';
