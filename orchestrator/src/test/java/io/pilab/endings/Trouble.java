package io.pilab.endings;

/** What a host can be put into, and got out of again. */
enum Trouble {
    NONE {
        @Override
        void begin(TryRig rig, String host) {}
    },
    CUT {
        @Override
        void begin(TryRig rig, String host) {
            rig.cut(host);
        }

        @Override
        void end(TryRig rig, String host) {
            rig.mend(host);
        }
    },
    RUN_FULL {
        @Override
        void begin(TryRig rig, String host) {
            rig.fillRun(host);
        }

        @Override
        void end(TryRig rig, String host) {
            rig.freeRun(host);
        }
    },
    ROOT_FULL {
        @Override
        void begin(TryRig rig, String host) {
            rig.fillRoots();
        }

        @Override
        void end(TryRig rig, String host) {
            rig.freeRoots();
        }
    },
    NO_FORK {
        @Override
        void begin(TryRig rig, String host) {
            rig.forbidProcesses(host);
        }

        @Override
        void end(TryRig rig, String host) {
            rig.allowProcesses(host);
        }
    },
    REBOOT {
        @Override
        void begin(TryRig rig, String host) {
            rig.reboot(host);
        }
    };

    abstract void begin(TryRig rig, String host);

    void end(TryRig rig, String host) {}
}
