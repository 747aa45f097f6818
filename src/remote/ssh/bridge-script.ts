/** On standard error when the socket is connected; socat's own words at its level of notices. */
export const BRIDGE_CONNECTED = 'starting data transfer loop';

/** On standard error when the host has no program for it. */
export const BRIDGE_MISSING = 'vmwright-no-bridge';

/** Either direction ends by itself; the end of the socket ends everything. */
export const PERL = String.raw`use Socket; $SIG{PIPE} = "IGNORE";
my $s; socket($s, AF_UNIX, SOCK_STREAM, 0) && connect($s, pack_sockaddr_un($ARGV[0])) or die "$!\n";
syswrite STDERR, "${BRIDGE_CONNECTED}\n";
sub copy { my ($from, $to) = @_; while (my $n = sysread $from, my $b, 65536) { my $o = 0; while ($o < $n) { $o += syswrite($to, $b, $n - $o, $o) || return } } }
my $parent = $$; my $child = fork;
if (!$child) { copy($s, *STDOUT); close STDOUT; kill "TERM", $parent; exit }
copy(*STDIN, $s); shutdown $s, 1; waitpid $child, 0`;

export const PYTHON = String.raw`import os, socket, sys, threading
s = socket.socket(socket.AF_UNIX)
try: s.connect(sys.argv[1])
except OSError as e: sys.exit(e.strerror)
os.write(2, b"${BRIDGE_CONNECTED}\n")
def send():
    while True:
        b = os.read(0, 65536)
        if not b: break
        s.sendall(b)
    s.shutdown(socket.SHUT_WR)
threading.Thread(target=send, daemon=True).start()
while True:
    b = s.recv(65536)
    if not b: os._exit(0)
    while b: b = b[os.write(1, b):]`;

/** Joins standard input and output with the unix socket $1, by whatever the host has. */
export const BRIDGE = String.raw`if command -v perl >/dev/null; then exec perl -e '${PERL}' "$1"; fi
if command -v python3 >/dev/null; then exec python3 -c '${PYTHON}' "$1"; fi
if command -v socat >/dev/null; then exec socat -d -d STDIO "UNIX-CONNECT:$(printf %s "$1" | sed 's/[\\:,!"'"'"'({[]/\\&/g')"; fi
echo ${BRIDGE_MISSING} >&2`;
