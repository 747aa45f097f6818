import { OptionError } from '../../core/errors.js';
import type { SpawnOptions } from '../runner.js';

/** What the leash found out about the shell of the user. */
export interface ShellTraits {
  /** The login shell is a POSIX shell itself, so it needs no other one. */
  readonly posixLogin: boolean;
  /** `head -c` takes not one byte more than asked for; that of busybox reads ahead. */
  readonly exactHead: boolean;
}

export const UNKNOWN_SHELL: ShellTraits = { posixLogin: false, exactHead: false };

/**
 * What the login shell is asked to run: always the same bytes, which mean the same to sh, csh and fish. The program
 * itself follows as one line of standard input, so neither the quoting rules of unknown shells nor the 128 KiB limit
 * of one argument matter, and `ps` on the host shows no environment values. POSIX makes `read` take one byte at a
 * time, so what follows the line stays in the pipe for the program.
 */
export function bootstrap({ posixLogin }: ShellTraits): string {
  const script = 'IFS= read -r __s;eval "$__s"';
  return posixLogin ? script : `exec sh -c '${script}'`;
}

/** First words of the one line on standard output that comes before the program's own output. */
export const HEADER = 'vmwright:';

/** Programs of administrators are often missing in the PATH of a user's ssh session. */
const EXTRA_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Needed once before quoted text with line breaks: a variable with one, as `$(…)` cuts trailing ones off. */
const NEWLINE = `__n=$(printf '\\nx');__n=\${__n%x};`;

/** From this length on it pays to start `head` instead of reading single bytes. */
const LONG = 1024;

/** What to run, and where to leave the note for the leash; undefined for what may outlive the connection. */
export interface ShellProgram extends SpawnOptions {
  readonly argv: readonly string[];
  readonly leash: string | undefined;
}

/** What the login shell is asked to run, and what it is given to read before the program's own input. */
export interface ShellStart {
  readonly command: string;
  readonly input: string;
}

/** Characters that surely fit into one argument, which may have 128 KiB. */
const INLINE = 32_768;

/**
 * A POSIX login shell can be handed the program at once, which saves the round trip that the line of standard input
 * waits for. Not with environment values, as `ps` on the host would show them for a moment.
 */
export function shellStart(program: ShellProgram, traits: ShellTraits): ShellStart {
  if (traits.posixLogin && Object.keys(program.env ?? {}).length === 0) {
    const text = programText(program);
    if (text.length < INLINE) return { command: text, input: '' };
  }
  return { command: bootstrap(traits), input: programLine(program, traits) };
}

/** The line for {@link bootstrap} that becomes the program; the shell is replaced, so `$$` is its process group. */
export function programLine(program: ShellProgram, { exactHead }: ShellTraits): string {
  const text = programText(program);
  if (!exactHead || text.length < LONG) return `${text}\n`;
  return `__s=$(head -c ${Buffer.byteLength(text)});eval "$__s"\n${text}`;
}

function programText({ argv, env, cwd, leash }: ShellProgram): string {
  if (argv.length === 0) throw new OptionError('argv must name a program');
  const text = [
    'unset __s',
    `PATH=$PATH:${EXTRA_PATH}`,
    'export PATH',
    `set -- ${argv.map(quote).join(' ')}`,
    ...Object.entries(env ?? {}).map(([name, value]) => `export ${variable(name)}=${quote(value)}`),
    ...(cwd === undefined ? [] : [`cd -- ${quote(folder(cwd))} 2>/dev/null||${say('cwd')}`]),
    `command -v "$1" >/dev/null||${say('missing')}`,
    ...(leash === undefined ? [] : [register(leash)]),
    `echo "${HEADER}$$"`,
    'exec "$@"',
  ].join(';');
  return `${text.includes('"$__n"') ? NEWLINE : ''}${text}`;
}

/** The only place where text is quoted for a shell. A line break cannot be part of the one line, see {@link NEWLINE}. */
export function quote(text: string): string {
  if (text.includes('\0'))
    throw new OptionError('an argument or environment value for a program contains a NUL byte');
  return `'${text.replaceAll("'", `'\\''`).replaceAll('\n', `'"$__n"'`)}'`;
}

/** `cd -` and an empty CDPATH entry have meanings of their own. */
function folder(cwd: string): string {
  return cwd.startsWith('/') ? cwd : `./${cwd}`;
}

function variable(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name;
  throw new OptionError(`the environment variable '${name}' has a name that a POSIX shell cannot set`);
}

function say(what: string): string {
  return `{ echo ${HEADER}${what};exit 127;}`;
}

/**
 * Leaves a note in the leash's folder (see leash-script.ts): the file's name is the group, its text tells pids apart.
 * A note that cannot be written to a folder that is there finds its disk full.
 */
function register(leash: string): string {
  const folder = quote(leash);
  const failed = `{ if [ -d ${folder} ];then echo ${HEADER}full;else echo ${HEADER}leash;fi;exit 127;}`;
  return `{ IFS= read -r __t </proc/$$/stat&&printf '%s\\n' "$__t" >${folder}/$$;} 2>/dev/null||${failed}`;
}
