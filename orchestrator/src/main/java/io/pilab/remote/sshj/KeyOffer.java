package io.pilab.remote.sshj;

import net.schmizz.sshj.userauth.method.AuthMethod;

/** A key that can be offered to a server, with a name for error texts. */
interface KeyOffer {
    AuthMethod method(KeyNotes remarks);

    /** How many of the server's attempts it may use. */
    int tries();
}
