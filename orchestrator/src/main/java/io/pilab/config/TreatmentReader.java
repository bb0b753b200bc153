package io.pilab.config;

import io.pilab.config.ScenarioDraft.ArmDraft;
import io.pilab.config.ScenarioDraft.ChangesDraft;
import io.pilab.config.ScenarioDraft.FaultDraft;
import io.pilab.config.ScenarioDraft.TrafficDraft;
import io.pilab.fault.Fault;
import io.pilab.fault.Repetition;
import io.pilab.fault.Sysctl;
import io.pilab.lab.Arm;
import io.pilab.lab.Names;
import io.pilab.lab.Role;
import io.pilab.scenario.HostChanges.EndpointChange;
import io.pilab.traffic.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the trials of an arm do. Tools and faults come from what their sealed interfaces permit. */
final class TreatmentReader {
    private static final Map<String, Class<? extends Traffic>> TOOLS = Variants.of(Traffic.class);
    private static final Map<String, Class<? extends Fault>> FAULTS = Variants.of(Fault.class);
    private static final String TO_PREFIX = "server.";
    private static final Pattern ENDPOINT = Pattern.compile("(client|server)[.](" + Names.INTERFACE.pattern() + ")");

    private TreatmentReader() {}

    static ArmDraft read(Placed<Arm> arm, Section own) {
        return new ArmDraft(
                arm,
                own.optional("traffic", TreatmentReader::traffic),
                own.optional("over", v -> v.placed(o -> o.matching(Names.INTERFACE, HostReader.INTERFACE))),
                own.optional("timeline", TreatmentReader::timeline).orElse(List.of()),
                new ChangesDraft(
                        own.optional("limits", LabReader::limits),
                        own.optional("endpoints", TreatmentReader::endpoints).orElse(List.of()),
                        own.optional("sysctl", TreatmentReader::sysctls).orElse(List.of())));
    }

    private static Optional<List<Placed<EndpointChange>>> endpoints(Value value) {
        return value.named(
                "{ client.wlan0: [subflow, backup] }",
                ENDPOINT,
                "an interface of one side, such as client.wlan0",
                (key, flags) -> {
                    Matcher name = ENDPOINT.matcher(key);
                    return HostReader.endpoint(flags)
                            .filter(e -> name.matches())
                            .map(endpoint -> new Placed<>(
                                    new EndpointChange(
                                            Role.valueOf(name.group(1).toUpperCase(Locale.ROOT)),
                                            name.group(2),
                                            endpoint.flags().orElse(Set.of())),
                                    flags.place()));
                });
    }

    private static Optional<List<Sysctl>> sysctls(Value value) {
        List<Sysctl> all = new ArrayList<>();
        return Section.of(value, "{ net.mptcp.stale_loss_cnt: 1 }", section -> {
            Arrays.stream(Sysctl.Key.values())
                    .forEach(key -> section.optional(key.toString(), v -> v.integer(0, Sysctl.MOST))
                            .ifPresent(number -> all.add(new Sysctl(key, number))));
            return Optional.of(all);
        });
    }

    private static Optional<TrafficDraft> traffic(Value value) {
        return Section.of(value, "{ tool: iperf3, duration: 10s, interval: 1s }", traffic -> {
            Optional<Class<? extends Traffic>> tool = traffic.required(
                            "tool", "tool: iperf3", v -> v.choice(TOOLS.keySet(), name -> name))
                    .map(TOOLS::get);
            TrafficDraft draft = new TrafficDraft(
                    traffic.required("duration", "duration: 10s", v -> v.placed(Value::lasting)),
                    traffic.optional("interval", v -> v.placed(Value::lasting)),
                    traffic.optional("to", v -> v.placed(TreatmentReader::serverInterface)),
                    Optional.empty());
            if (tool.isEmpty()) {
                traffic.acceptOthers();
            }
            RecordReader reader = new RecordReader(Map.of(), draft.components());
            return Optional.of(
                    draft.with(tool.flatMap(t -> reader.read(t, traffic).map(Traffic.class::cast))));
        });
    }

    private static Optional<String> serverInterface(Value value) {
        return value.text().flatMap(text -> {
            String name = text.startsWith(TO_PREFIX) ? text.substring(TO_PREFIX.length()) : "";
            return Names.INTERFACE.matcher(name).matches()
                    ? Optional.of(name)
                    : value.expects("an interface of the server, such as server.eth0");
        });
    }

    private static Optional<List<FaultDraft>> timeline(Value value) {
        return value.list("- { at: 3s, on: client, fault: link-down, interface: wlan0 }", TreatmentReader::timedFault)
                .map(times ->
                        limited(value, times.stream().flatMap(List::stream).toList()));
    }

    private static List<FaultDraft> limited(Value value, List<FaultDraft> all) {
        if (all.size() <= Value.MOST_ENTRIES) {
            return all;
        }
        value.problem(all.size() + " faults, counted with their repetitions; " + Value.MOST_ENTRIES
                + " are the most, lower `count` or split the scenario");
        return all.subList(0, Value.MOST_ENTRIES);
    }

    private static Optional<List<FaultDraft>> timedFault(Value value) {
        return Section.of(value, "{ at: 3s, on: client, fault: link-down, interface: wlan0 }", entry -> {
            Optional<Placed<Duration>> at = entry.required("at", "at: 3s", v -> v.placed(Value::duration));
            Optional<Role> on = entry.required("on", "on: client", v -> v.choice(List.of(Role.values()), Role::label));
            Optional<Placed<Duration>> holdFor = entry.optional("for", v -> v.placed(Value::lasting));
            Optional<Class<? extends Fault>> type = entry.required(
                            "fault", "fault: link-down", v -> v.choice(FAULTS.keySet(), name -> name))
                    .map(FAULTS::get);
            boolean lockOut = entry.optional("allow", v -> v.choice(List.of("lock-out"), word -> word))
                    .isPresent();
            if (type.isEmpty()) {
                entry.acceptOthers();
            }
            Optional<Fault> fault =
                    type.flatMap(t -> new RecordReader(Map.of()).read(t, entry).map(Fault.class::cast));
            FaultDraft once = new FaultDraft(
                    entry.place(),
                    entry.place("on"),
                    entry.place("interface"),
                    entry.place("peer"),
                    at,
                    on,
                    fault,
                    holdFor,
                    lockOut);
            Optional<Repetition> repetition = type.isEmpty() ? Optional.empty() : repetition(entry, once);
            return Optional.of(repetition.map(once::repeated).orElse(List.of(once)));
        });
    }

    /** A fault with its own repetition, such as link-flap, takes no {@code every}. Any other may have {@code every} and {@code count}. */
    private static Optional<Repetition> repetition(Section entry, FaultDraft once) {
        if (once.fault().filter(Fault::restarts).isPresent()) {
            once.holdFor().ifPresent(hold -> entry.problem("the host comes back by itself; remove `for`"));
            if (entry.has("every") || entry.has("count")) {
                entry.acceptOthers();
                return entry.problem("a host restarts once in a trial; remove `every` and `count`");
            }
            return Optional.empty();
        }
        Optional<Repetition> own = once.fault().flatMap(Fault::repetition);
        if (own.isPresent()) {
            once.holdFor().ifPresent(hold -> entry.problem("heals by itself; remove `for`"));
            return own;
        }
        if (entry.value("every").isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> every = entry.optional("every", Value::lasting);
        Optional<Integer> count = entry.required("count", "count: 3", v -> v.integer(1, Repetition.MOST));
        if (once.holdFor().isEmpty()) {
            return entry.problem("`every` needs a `for`: a fault that comes again has to be healed before");
        }
        if (every.isEmpty() || count.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Repetition(once.holdFor().get().value(), every.get(), count.get()));
        } catch (IllegalArgumentException e) {
            return entry.problem(e.getMessage());
        }
    }
}
