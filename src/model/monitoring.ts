/** States of a monitoring plugin; the place in the list is the exit code (Monitoring Plugins guidelines, "Plugin Return Codes"). */
export const MONITORING_STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;
export type MonitoringState = (typeof MONITORING_STATES)[number];
