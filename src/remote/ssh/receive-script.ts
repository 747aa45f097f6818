/** Hashes what standard input announces. Fails before it reads anything where perl lacks the module. */
const PERL = `require Digest::SHA; my $sha = Digest::SHA->new(256); open my $part, "<&=3" or die;
while (<STDIN>) {
  my ($what, $left) = split;
  if ($what eq "hole") { sysseek $part, $left, 1 or die; next }
  while ($left > 0 && (my $n = sysread $part, my $bytes, $left < 131072 ? $left : 131072)) {
    $sha->add($bytes); $left -= $n;
  }
}
print $sha->hexdigest`;

/**
 * The host's part of an upload, one program from the lock to the final name. Each line of standard input is `data` or `hole`
 * and a number of bytes, in the order of the file: data has arrived in "$path.part" and can be hashed, a hole has no data.
 * The end means that all is there, or that we died: then the digest is wrong and the part goes, as it does when the leash
 * ends us. What we leave if we are killed or the host stops goes with the next connection (leash-script.ts), which knows by
 * the lock that its writer is gone.
 * Perl hashes by itself; without it a pipe makes that twice the work.
 * Arguments: lock file, final path, SHA-256 of the data.
 *
 * The lock file is one of 256, so that they need not be removed: removing a file that others wait for is a race.
 */
export const RECEIVE = `export LC_ALL=C
lock=$1 path=$2 sha256=$3 part=$2.part
{ [ -d "\${path%/*}" ] || mkdir -p -m 755 -- "\${path%/*}"; } && exec 9>>"$lock" && flock 9 || exit 1
if [ -f "$path" ]; then echo present; exit; fi
umask 077
trap 'rm -f -- "$part"; exit 1' HUP INT TERM
: >"$part" && exec 3<"$part" || exit 1
echo ready
hash() {
  perl -e '${PERL}' 2>/dev/null && return
  while read -r what bytes; do
    if [ "$what" = hole ]; then dd bs=1 skip="$bytes" count=0 status=none <&3 || return; continue; fi
    dd bs=65536 count="$bytes" iflag=fullblock,count_bytes status=none <&3 || return
  done | sha256sum
}
found=$(hash)
found=\${found%% *}
if [ "$found" != "$sha256" ]; then echo "found $found"
elif mv -f -- "$part" "$path"; then echo placed; exit; fi
rm -f -- "$part"
`;
