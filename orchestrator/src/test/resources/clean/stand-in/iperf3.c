/* Stands in for iperf3: says its version and options, and sends nothing. */
#include <stdio.h>
#include <string.h>
#include "config.h"

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        puts("iperf " VERSION " (cJSON 1.7.15)");
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        puts("Usage: iperf3 [-s|-c host] [options]");
#ifdef HAVE_IPPROTO_MPTCP
        puts("  -m, --mptcp               use MPTCP rather than plain TCP");
#endif
        return 0;
    }
    fputs("this is a stand-in\n", stderr);
    return 1;
}
