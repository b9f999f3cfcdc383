/** The pathway files cannot be used as they are. The message is for the operator and lists every fault. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
  /** One line each, led by the file or directory it is about. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(['The pathway files cannot be used:', ...faults].join('\n  '));
    this.faults = faults;
  }
}
