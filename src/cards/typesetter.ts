export interface TextStyle {
  /** In the scene's units: the height of the letters' em square. */
  readonly size: number;
  /** From 100 to 900, as in CSS. */
  readonly weight: number;
}

/** One line of text that fits where it is to stand. */
export interface SetLine {
  /** What it shows: the text, or as much of it as fits and an ellipsis. */
  readonly text: string;
  readonly isCut: boolean;
  /** Never more than was allowed. */
  readonly width: number;
  /** SVG elements with the baseline's left end at 0,0; what is not of a colour of its own takes `currentColor`. */
  readonly svg: string;
}

/** Turns texts in any script into outlines, so that nothing depends on the fonts of this machine. */
export interface Typesetter {
  /** Strange characters are shown as well as the fonts allow, and never as boxes. Never rejects because of the text. */
  setLine(text: string, style: TextStyle, maxWidth: number): Promise<SetLine>;
  /** Broken between words where it can be; what is beyond `maxLines` is cut with an ellipsis. */
  setLines(text: string, style: TextStyle, maxWidth: number, maxLines: number): Promise<readonly SetLine[]>;
}
