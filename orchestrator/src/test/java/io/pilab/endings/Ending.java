package io.pilab.endings;

import java.util.List;

/** The ways in which a trial can come to its end while its fault is there. */
enum Ending {
    CLEAN("clean end", 4, 8) {
        @Override
        void act(EndingsRig rig, Cell cell) {}
    },
    SIGINT("SIGINT", 12, 100) {
        @Override
        void act(EndingsRig rig, Cell cell) {
            cell.signalControllers("INT");
        }
    },
    SIGTERM("SIGTERM", 12, 100) {
        @Override
        void act(EndingsRig rig, Cell cell) {
            cell.signalControllers("TERM");
        }
    },
    CONTROLLER_KILLED("controller kill -9", 15, 3) {
        @Override
        boolean alone() {
            return true;
        }

        @Override
        void act(EndingsRig rig, Cell cell) {
            cell.signalControllers("KILL");
        }
    },
    AGENT_KILLED("agent kill -9", 12, 100) {
        @Override
        void act(EndingsRig rig, Cell cell) {
            if (!cell.row().restarts() && !cell.row().endsTraffic()) { // then there is none left
                EndingsRig.demand(rig.in(cell.client(), "kill -KILL -" + cell.agent()));
            }
        }
    },
    SSH_CUT("SSH cut", 15, 3) {
        @Override
        void act(EndingsRig rig, Cell cell) {
            String rules =
                    "table inet " + cell.client() + " { chain out { type filter hook output priority 0; ip daddr { "
                            + String.join(", ", cell.sshAddresses()) + " } drop; }; }";
            EndingsRig.demand(rig.controller("nft", rules));
        }

        @Override
        void tidy(EndingsRig rig, Cell cell) {
            rig.controller("nft", "delete table inet " + cell.client()); // not there when there was no trial to cut
        }
    },
    REBOOT("host reboot", 12, 100) {
        @Override
        void act(EndingsRig rig, Cell cell) {
            long before = rig.init(cell.client()).orElseThrow();
            rig.in(cell.client(), "reboot");
            cell.awaitBoot(before);
        }
    },
    HALF_WAY("injection fails", 4, 100) {
        @Override
        void plant(EndingsRig rig, Cell cell) {
            EndingsRig.demand(rig.in(cell.client(), """
                    cat >/usr/sbin/sh <<'END-OF-FILE'
                    #!/bin/dash
                    case " $* " in *"/%s"*) ;; *) exec /bin/sh "$@" ;; esac
                    /bin/sh "$@" || :
                    exit 1
                    END-OF-FILE
                    chmod 755 /usr/sbin/sh
                    """.formatted(cell.injection())));
        }

        @Override
        String firing() {
            return super.firing() + ".*\"code\":1,";
        }

        @Override
        void act(EndingsRig rig, Cell cell) {}

        @Override
        void tidy(EndingsRig rig, Cell cell) {
            EndingsRig.demand(rig.in(cell.client(), "rm /usr/sbin/sh"));
        }
    },
    DISK_FULL("disk full", 8, 100) {
        @Override
        void plant(EndingsRig rig, Cell cell) {
            EndingsRig.demand(rig.in(cell.client(), "mount -o remount,size=8m /run"));
        }

        @Override
        void act(EndingsRig rig, Cell cell) {
            // What dd says, and not the space a moment later: a restore may have freed its own by then.
            EndingsRig.demand(
                    rig.in(cell.client(), "LC_ALL=C dd if=/dev/zero of=/run/full bs=4k 2>&1 | grep 'No space left'"));
        }

        @Override
        void tidy(EndingsRig rig, Cell cell) {
            EndingsRig.demand(rig.in(cell.client(), "rm -f /run/full; mount -o remount,size=256m /run"));
        }
    };

    /** Each list one after the other. Those that leave the hosts to their dead-men come first, when nothing else is at work. */
    private static final List<List<Ending>> LANES = List.of(
            List.of(CONTROLLER_KILLED, SIGINT, SIGTERM, AGENT_KILLED),
            List.of(SSH_CUT, CLEAN, REBOOT, HALF_WAY, DISK_FULL));

    final String label;

    /** Of the traffic. */
    final int seconds;

    /** How many controllers prepare at a time: so that not all dead-men restore, and not all logins happen, at the same moment on two cores. */
    final int atOnce;

    Ending(String label, int seconds, int atOnce) {
        this.label = label;
        this.seconds = seconds;
        this.atOnce = atOnce;
    }

    /** All of them, or those that {@code -Dpilab.endings=SIGINT,SSH_CUT} names. */
    static List<List<Ending>> lanes() {
        List<String> wanted = List.of(System.getProperty("pilab.endings", "").split(","));
        return LANES.stream()
                .map(lane -> lane.stream()
                        .filter(e -> wanted.equals(List.of("")) || wanted.contains(e.name()))
                        .toList())
                .filter(lane -> !lane.isEmpty())
                .toList();
    }

    /** Whether it comes from outside, while the trial is under way. */
    boolean interferes() {
        return seconds > 4;
    }

    /** Whether each trial has a controller's process of its own, and else all have one. */
    boolean alone() {
        return false;
    }

    /** Before the controllers start. */
    void plant(EndingsRig rig, Cell cell) {}

    /** What the trial's log says when the fault has been made, a pattern. */
    String firing() {
        return "\"event\":\"inject\"";
    }

    /** While the fault is there. */
    abstract void act(EndingsRig rig, Cell cell);

    /** Takes back what it planted; the host's state has been looked at. */
    void tidy(EndingsRig rig, Cell cell) {}
}
