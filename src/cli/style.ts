/** Whether escape sequences may be written to a stream. */
export function canStyle(stream: NodeJS.WriteStream): boolean {
  const noColor = process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== ''; // no-color.org
  return stream.isTTY === true && !noColor && process.env.TERM !== 'dumb';
}

type Paint = (text: string) => string;

/** Text styles that do nothing where the stream is not a terminal. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
}

/** The styles for one output stream. */
export function styleFor(stream: NodeJS.WriteStream): Style {
  const on = canStyle(stream);
  const sgr = (open: number, close: number): Paint => {
    return (text) => (on ? `\x1b[${open}m${text}\x1b[${close}m` : text);
  };
  return { bold: sgr(1, 22), dim: sgr(2, 22), red: sgr(31, 39), green: sgr(32, 39) };
}
