package io.pilab.configure;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.RoutingScript;
import io.pilab.configure.HostState.Arp;
import io.pilab.configure.HostState.LimitValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What takes one change of apply back; the host keeps it as a line of words, from before the change. */
sealed interface Undo {
    /** How the host looks, seen from a change that was made some time ago. */
    enum Standing {
        /** As the change left it. */
        STANDING,
        /** As if there had been no such change. */
        GONE,
        /** Neither: another program has changed it since. */
        CHANGED
    }

    /** The line that the host keeps. */
    List<String> words();

    Standing standing(HostState state);

    /** Takes the change back, if it is standing. */
    AgentCommand command();

    /** The state once it is taken back. */
    HostState takenBack(HostState state);

    /** What is done by it, for a reader, as a line of a plan. */
    String text();

    /** The undo that a line of a host's record means; empty when it is none of ours. */
    static Optional<Undo> of(String line) {
        List<String> words = List.of(line.split(" "));
        List<String> rest = words.subList(1, words.size());
        try {
            return switch (words.get(0)) {
                case EndpointMade.KIND -> Optional.of(new EndpointMade(Endpoint.of(rest)));
                case EndpointRemoved.KIND -> Optional.of(new EndpointRemoved(Endpoint.of(rest)));
                case LimitsSet.KIND ->
                    Optional.of(new LimitsSet(
                            new LimitValues(number(rest, 0), number(rest, 1)),
                            new LimitValues(number(rest, 2), number(rest, 3))));
                case RuleMade.KIND -> Optional.of(new RuleMade(SourceRouting.of(rest)));
                case RouteMade.KIND -> Optional.of(new RouteMade(SourceRouting.of(rest)));
                case ArpSet.KIND ->
                    Optional.of(new ArpSet(
                            new Arp(number(rest, 0), number(rest, 1)), new Arp(number(rest, 2), number(rest, 3))));
                default -> Optional.empty();
            };
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static int number(List<String> words, int index) {
        return Integer.parseInt(words.get(index));
    }

    private static List<String> line(String kind, List<String> words) {
        List<String> line = new ArrayList<>(List.of(kind));
        line.addAll(words);
        return List.copyOf(line);
    }

    /** Of a setting that has one value. */
    private static <T> Standing standing(T now, T made, T was) {
        if (now.equals(made)) {
            return Standing.STANDING;
        }
        return now.equals(was) ? Standing.GONE : Standing.CHANGED;
    }

    /** We added it. */
    record EndpointMade(Endpoint endpoint) implements Undo {
        static final String KIND = "endpoint-made";

        @Override
        public List<String> words() {
            return line(KIND, endpoint.words());
        }

        @Override
        public Standing standing(HostState state) {
            if (state.endpoints().contains(endpoint)) {
                return Standing.STANDING;
            }
            return state.endpointAt(endpoint.address()).isEmpty() ? Standing.GONE : Standing.CHANGED;
        }

        @Override
        public AgentCommand command() {
            return endpoint.delete();
        }

        @Override
        public HostState takenBack(HostState state) {
            return state.without(endpoint);
        }

        @Override
        public String text() {
            return "- " + endpoint;
        }
    }

    /** It was there before, and we took it away. */
    record EndpointRemoved(Endpoint endpoint) implements Undo {
        static final String KIND = "endpoint-removed";

        @Override
        public List<String> words() {
            return line(KIND, endpoint.words());
        }

        @Override
        public Standing standing(HostState state) {
            if (state.endpoints().contains(endpoint)) {
                return Standing.GONE;
            }
            boolean free = state.endpointAt(endpoint.address()).isEmpty() && !state.hasId(endpoint.id());
            return free ? Standing.STANDING : Standing.CHANGED;
        }

        @Override
        public AgentCommand command() {
            return endpoint.add();
        }

        @Override
        public HostState takenBack(HostState state) {
            return state.with(endpoint);
        }

        @Override
        public String text() {
            return "+ " + endpoint;
        }
    }

    /** We set the limits. */
    record LimitsSet(LimitValues made, LimitValues was) implements Undo {
        static final String KIND = "limits";

        @Override
        public List<String> words() {
            return List.of(KIND, "" + made.subflows(), "" + made.accepted(), "" + was.subflows(), "" + was.accepted());
        }

        @Override
        public Standing standing(HostState state) {
            return Undo.standing(state.limits(), made, was);
        }

        @Override
        public AgentCommand command() {
            return was.command();
        }

        @Override
        public HostState takenBack(HostState state) {
            return state.with(was);
        }

        @Override
        public String text() {
            return "~ " + made.to(was);
        }
    }

    /** We added the rule. */
    record RuleMade(SourceRouting routing) implements Undo {
        static final String KIND = "rule-made";

        @Override
        public List<String> words() {
            return line(KIND, routing.words());
        }

        @Override
        public Standing standing(HostState state) {
            return state.rules().contains(routing.rule()) ? Standing.STANDING : Standing.GONE;
        }

        @Override
        public AgentCommand command() {
            return RoutingScript.removeRule(routing.words());
        }

        @Override
        public HostState takenBack(HostState state) {
            return state.without(routing.rule());
        }

        @Override
        public String text() {
            return "- rule " + routing.preference() + " from " + routing.address() + " lookup " + routing.table();
        }
    }

    /** We added the table's route. */
    record RouteMade(SourceRouting routing) implements Undo {
        static final String KIND = "route-made";

        @Override
        public List<String> words() {
            return line(KIND, routing.words());
        }

        @Override
        public Standing standing(HostState state) {
            return state.routes().contains(routing.route()) ? Standing.STANDING : Standing.GONE;
        }

        @Override
        public AgentCommand command() {
            return RoutingScript.removeRoute(routing.words());
        }

        @Override
        public HostState takenBack(HostState state) {
            return state.without(routing.route());
        }

        @Override
        public String text() {
            return "- route " + routing.network() + " dev " + routing.device() + " table " + routing.table();
        }
    }

    /** We set who answers ARP. */
    record ArpSet(Arp made, Arp was) implements Undo {
        static final String KIND = "arp";

        @Override
        public List<String> words() {
            return List.of(KIND, "" + made.ignore(), "" + made.announce(), "" + was.ignore(), "" + was.announce());
        }

        @Override
        public Standing standing(HostState state) {
            return Undo.standing(state.arp(), made, was);
        }

        @Override
        public AgentCommand command() {
            return was.command();
        }

        @Override
        public HostState takenBack(HostState state) {
            return state.with(was);
        }

        @Override
        public String text() {
            return "~ " + made.to(was);
        }
    }
}
