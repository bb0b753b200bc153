package io.pilab.remote.sshj;

import net.schmizz.sshj.userauth.method.AuthMethod;

/** A key that can be offered to a server; its text names it in errors. */
interface KeyOffer {
    AuthMethod method(KeyNotes remarks);

    /** How many of the server's tries it may take. */
    int tries();
}
