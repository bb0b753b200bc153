package io.pilab.preflight;

import io.pilab.doctor.HostReport;
import io.pilab.host.ClockOffset;
import io.pilab.host.ConnectedHost;
import io.pilab.host.FactsReader;
import io.pilab.record.HostFacts;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteException;
import io.pilab.time.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks a host for all that a doctor looks at; changes nothing there but for the scripts' own folder. */
public final class HostProbe {
    private final ConnectedHost session;
    private final List<String> unanswered = new ArrayList<>();

    private HostProbe(ConnectedHost session) {
        this.session = session;
    }

    /**
     * Asks a host whose scripts are installed.
     *
     * @param lock whether it is asked who holds the host's lock: false for a caller that holds it
     */
    public static HostReport of(ConnectedHost session, boolean lock) {
        return new HostProbe(session).evidence(lock);
    }

    private HostReport evidence(boolean lock) {
        HostFacts facts = FactsReader.read(session.agent());
        ConditionReader reader = new ConditionReader(session.host(), session.agent());
        return new HostReport(
                facts,
                answered(reader::abilities),
                answered(reader::condition),
                answered(() -> reader.network(facts.mptcpEnabled().isPresent())),
                answered(reader::proof),
                answered(() -> reader.usage(lock)),
                offset(),
                unanswered);
    }

    private Optional<Double> offset() {
        try {
            return Optional.of(
                    ClockOffset.measure(session.agent().remote(), Time.real()).seconds());
        } catch (RemoteException e) {
            if (e.kind() != RemoteException.RemoteFailure.REFUSED) {
                throw e;
            }
            unanswered.add(ownWords(e));
            return Optional.empty();
        }
    }

    private <T> Optional<T> answered(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (AgentException e) {
            unanswered.add(ownWords(e));
            return Optional.empty();
        }
    }

    private String ownWords(RuntimeException e) {
        String host = session.name() + ": ";
        return e.getMessage().startsWith(host) ? e.getMessage().substring(host.length()) : e.getMessage();
    }
}
