package io.pilab.testing;

import io.pilab.lab.Arm;
import io.pilab.record.Event;
import io.pilab.record.Event.FaultFired.FaultPhase;
import io.pilab.record.IntervalSample;
import io.pilab.record.TrialRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;

/** A made-up trial with round numbers: ten seconds, the client's wlan0 down at 3.004 s. */
public final class TestingTrial {
    private final Arm arm;
    private final TrialRecord.Path path;
    private final List<Event> events = new ArrayList<>();
    private final Map<String, Long> counters = new HashMap<>();
    private Optional<TrialRecord.ServerZero> zero = Optional.of(new TrialRecord.ServerZero(0, 0));
    private Optional<String> problem = Optional.empty();

    public TestingTrial(Arm arm, TrialRecord.Path path) {
        this.arm = arm;
        this.path = path;
    }

    /**
     * 160 Mbit/s, nothing from 3.0 to 3.6 s, then 80 Mbit/s; half of it over each interface, later all over eth0.
     */
    public static TestingTrial failover() {
        return new TestingTrial(Arm.MPTCP, TestingLab.OVER_ETH0)
                .connected()
                .received(t -> t < 3 ? 160e6 : t < 3.6 ? 0 : 80e6)
                .sent(t -> t < 3 ? 160e6 : t < 4 ? 32e6 : 80e6)
                .counted("eth0", t -> 10e6 * t)
                .counted("wlan0", t -> 10e6 * Math.min(t, 3.004))
                .fault(3.0, 3.004, 0);
    }

    /** 95 Mbit/s over wlan0, nothing from 3.0 s on. */
    public static TestingTrial dead() {
        return new TestingTrial(Arm.TCP, TestingLab.OVER_WLAN0)
                .counter("MPCapableSYNTX", 0)
                .counter("MPCapableSYNACKRX", 0)
                .received(t -> t < 3 ? 95e6 : 0)
                .sent(t -> t < 3 ? 95e6 : 0)
                .counted("eth0", t -> 100 * t)
                .counted("wlan0", t -> 12e6 * Math.min(t, 3.004))
                .fault(3.0, 3.004, 0);
    }

    public TestingTrial connected() {
        mptcp(-0.012, "CREATED", Map.of("saddr4", "172.31.0.133", "daddr4", "172.31.0.218", "dport", "5201"), "eth0");
        mptcp(
                -0.0115,
                "ESTABLISHED",
                Map.of("saddr4", "172.31.0.133", "daddr4", "172.31.0.218", "dport", "5201"),
                "eth0");
        mptcp(-0.0114, "ANNOUNCED", Map.of("remid", "2", "daddr4", "172.31.0.237", "dport", "5201"), "");
        mptcp(
                -0.011,
                "SF_ESTABLISHED",
                Map.of("locid", "2", "saddr4", "172.31.0.173", "daddr4", "172.31.0.218", "dport", "5201"),
                "wlan0");
        return counter("MPCapableSYNTX", 1)
                .counter("MPCapableSYNACKRX", 1)
                .counter("MPCapableFallbackSYNACK", 0)
                .counter("MPTCPRetrans", 1)
                .counter("SubflowStale", 1);
    }

    private void mptcp(double t, String event, Map<String, String> details, String networkInterface) {
        Map<String, String> all = new java.util.TreeMap<>(details);
        all.put("token", "26d472c7");
        Optional<String> known = Optional.of(networkInterface).filter(i -> !i.isEmpty());
        events.add(new Event.Mptcp(t, "client", event, known, all));
    }

    public TestingTrial received(DoubleUnaryOperator rate) {
        return intervals("server", 100, false, rate, 10);
    }

    public TestingTrial sent(DoubleUnaryOperator rate) {
        return intervals("client", 1000, true, rate, 10);
    }

    /** Reports every so many milliseconds, each at the rate of its middle. */
    public TestingTrial intervals(
            String host, int milliseconds, boolean sender, DoubleUnaryOperator rate, double until) {
        for (int k = 0; (k + 1) * (long) milliseconds <= Math.round(until * 1000); k++) {
            double start = k * milliseconds / 1000.0;
            double end = (k + 1) * milliseconds / 1000.0;
            double bytes = rate.applyAsDouble((start + end) / 2) / 8 * milliseconds / 1000.0;
            Optional<IntervalSample.SubflowSample> subflow =
                    sender ? Optional.of(new IntervalSample.SubflowSample(k, 208_000, 0.02)) : Optional.empty();
            events.add(new Event.Interval(end, host, new IntervalSample(start, end, bytes, sender, subflow)));
        }
        return this;
    }

    public TestingTrial counted(String networkInterface, DoubleUnaryOperator bytes) {
        for (int k = 0; k <= 51; k++) {
            double t = k * 0.2;
            events.add(new Event.Counters(
                    t, "client", networkInterface, 1000 + Math.round(bytes.applyAsDouble(Math.min(t, 10))), 0));
        }
        return this;
    }

    public TestingTrial fault(double requested, double actual, int code) {
        return fault(FaultPhase.INJECT, requested, actual, code);
    }

    public TestingTrial fault(FaultPhase phase, double requested, double actual, int code) {
        return event(new Event.FaultFired(
                actual,
                "client",
                OptionalInt.empty(),
                "link-down",
                "wlan0",
                phase,
                requested,
                actual,
                0,
                code,
                Optional.empty()));
    }

    public TestingTrial counter(String name, long grown) {
        counters.put(name, grown);
        return this;
    }

    public TestingTrial without(Class<? extends Event> kind) {
        events.removeIf(kind::isInstance);
        return this;
    }

    public TestingTrial withoutCounter(String name) {
        counters.remove(name);
        return this;
    }

    /** Nobody asked for them. */
    public TestingTrial withoutCounters() {
        counters.clear();
        return this;
    }

    public TestingTrial withoutReports(String host) {
        events.removeIf(e -> e instanceof Event.Interval && e.host().equals(host));
        return this;
    }

    public TestingTrial error(double t, String message) {
        return event(new Event.Traffic(
                t, "client", Event.Traffic.TrafficState.ERROR, OptionalInt.empty(), Optional.of(message)));
    }

    public TestingTrial event(Event event) {
        events.add(event);
        return this;
    }

    /** By how much the server's t = 0 came later; empty: nobody measured it. */
    public TestingTrial serverZero(Optional<TrialRecord.ServerZero> apart) {
        zero = apart;
        return this;
    }

    public TestingTrial problem(String why) {
        problem = Optional.of(why);
        return this;
    }

    public TrialRecord record() {
        return new TrialRecord(1, arm, path, events, Map.of("client", counters), zero, problem);
    }
}
