/** An answer that was written as JSON piece by piece, so that nobody has to hold all of it as objects. */
export class JsonText {
  readonly parts: readonly string[];

  constructor(parts: readonly string[]) {
    this.parts = parts;
  }
}
