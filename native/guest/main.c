#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"
#include "init.h"

static int usage(void)
{
    fprintf(stderr, "usage: vmwright-agent [--device TTY | --fd N | --version]\n"
                    "Without arguments it serves the virtio ports named org.vmwright.agent.0 to .3.\n");
    return 2;
}

int main(int argc, char **argv)
{
    if (getpid() == 1)
        init_main(argv);
    if (argc == 2 && getenv("interface"))
        return net_dhcp_event(argv[1]);
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return puts(AGENT_VERSION) < 0;
    if (argc == 3 && strcmp(argv[1], "--fd") == 0)
        agent_run_fd(atoi(argv[2]));
    if (argc == 3 && strcmp(argv[1], "--device") == 0)
        agent_run(argv[2]);
    if (argc == 1)
        agent_run(NULL);
    return usage();
}
