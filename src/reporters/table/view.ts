/** One way to look at a report, in lines that fit the page. */
export interface View {
  /** With a blank line between them; one without lines is left out. */
  readonly sections: readonly (readonly string[])[];
  /** What it does not show, and where that is. */
  readonly omitted: readonly string[];
}
