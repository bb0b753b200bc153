package io.pilab.configure;

import io.pilab.configure.HostState.Arp;
import io.pilab.configure.HostState.LimitValues;
import io.pilab.remote.Agent;
import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.TestingRemote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A host with endpoints, limits, source routing, ARP settings and a record, which answers as the agent scripts do. */
final class TestingApplyHost {
    private final TestingRemote remote = new TestingRemote("client").answer(words -> true, this::run);
    private final TreeMap<Integer, Endpoint> endpoints = new TreeMap<>();
    private final TreeSet<String> rules = new TreeSet<>();
    private final TreeSet<String> routes = new TreeSet<>();
    private final List<String> record = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private LimitValues limits = new LimitValues(2, 0);
    private Arp arp = new Arp(0, 0);
    private int callsUntilDeath = Integer.MAX_VALUE;

    /** The controller is killed. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    Agent agent() {
        return new Agent(remote);
    }

    TestingApplyHost has(String... endpointWords) {
        for (String words : endpointWords) {
            Endpoint endpoint = Endpoint.of(List.of(words.split(" ")));
            endpoints.put(endpoint.id(), endpoint);
        }
        return this;
    }

    TestingApplyHost deletes(int id) {
        endpoints.remove(id);
        return this;
    }

    /** From now on so many calls that change something succeed, and none after them. */
    TestingApplyHost diesAfter(int changingCalls) {
        callsUntilDeath = changingCalls;
        return this;
    }

    /** All that may change, but for the record. */
    String state() {
        return endpoints.values() + " " + limits + " " + rules + " " + routes + " " + arp;
    }

    List<String> recorded() {
        return List.copyOf(record);
    }

    void records(String line) {
        record.add(line);
    }

    /** The calls that change something. */
    List<String> changes() {
        return List.copyOf(calls);
    }

    private CommandResult run(RemoteCommand command) {
        List<String> words = command.words();
        String script = words.get(1).substring(words.get(1).lastIndexOf('/') + 1);
        String verb = words.get(2);
        List<String> rest = words.subList(3, words.size());
        if ((script + " " + verb).equals("applied.sh make")) {
            return TestingRemote.result(
                    0,
                    new String(command.input(), StandardCharsets.UTF_8)
                            .lines()
                            .map(this::made)
                            .collect(Collectors.joining()),
                    "");
        }
        return TestingRemote.result(0, one(script, verb, rest), "");
    }

    /** A line of a batch: "push KIND WORD...", "call SCRIPT VERB WORD..." or "drop KIND WORD...". */
    private String made(String line) {
        List<String> words = List.of(line.split(" "));
        return words.get(0).equals("call")
                ? one(words.get(1), words.get(2), words.subList(3, words.size()))
                : one("applied.sh", words.get(0), words.subList(1, words.size()));
    }

    private String one(String script, String verb, List<String> rest) {
        if (!verb.equals("status") && !verb.equals("list")) {
            if (callsUntilDeath-- <= 0) {
                throw new Killed();
            }
            calls.add(script + " " + verb + " " + String.join(" ", rest));
        }
        return answer(script + " " + verb, rest);
    }

    private String answer(String call, List<String> words) {
        return switch (call) {
            case "mptcp.sh status" -> mptcp();
            case "routing.sh status" -> routing();
            case "applied.sh list" ->
                record.stream().map(l -> "{\"made\":\"" + l + "\"}\n").collect(Collectors.joining());
            default -> {
                change(call, words);
                yield "{\"changed\":true}\n";
            }
        };
    }

    private void change(String call, List<String> words) {
        String line = String.join(" ", words);
        switch (call) {
            case "applied.sh push" -> {
                if (!record.contains(line)) {
                    record.add(line);
                }
            }
            case "applied.sh drop" -> record.remove(line);
            case "mptcp.sh limits" -> limits = new LimitValues(number(words, 0), number(words, 1));
            case "mptcp.sh endpoint-delete" -> endpoints.remove(number(words, 0));
            case "mptcp.sh endpoint-add" -> add(Endpoint.of(words));
            case "routing.sh arp" -> arp = new Arp(number(words, 0), number(words, 1));
            default -> route(call, words);
        }
    }

    private void route(String call, List<String> words) {
        String rule = words.get(1) + " " + words.get(3) + " " + words.get(4);
        String route = words.get(2) + " " + words.get(0) + " " + words.get(1) + " " + words.get(3);
        switch (call) {
            case "routing.sh apply" -> {
                rules.add(rule);
                routes.add(route);
            }
            case "routing.sh rule-remove" -> rules.remove(rule);
            case "routing.sh route-remove" -> routes.remove(route);
            default -> throw new AssertionError(call);
        }
    }

    private void add(Endpoint endpoint) {
        boolean taken = endpoints.containsKey(endpoint.id())
                || endpoints.values().stream().anyMatch(e -> e.address().equals(endpoint.address()));
        if (taken) {
            throw new AssertionError(endpoint + " is there already: " + endpoints);
        }
        endpoints.put(endpoint.id(), endpoint);
    }

    private String mptcp() {
        String all = endpoints.values().stream()
                .map(e -> "{\"address\":\"" + e.address() + "\",\"id\":" + e.id()
                        + e.device().map(d -> ",\"dev\":\"" + d + "\"").orElse("")
                        + e.port().map(p -> ",\"port\":" + p).orElse("")
                        + e.flags().stream().map(f -> ",\"" + f + "\":true").collect(Collectors.joining()) + "}")
                .collect(Collectors.joining(","));
        return "{\"limits\":{\"subflows\":" + limits.subflows() + ",\"add_addr_accepted\":" + limits.accepted()
                + "},\"endpoints\":[" + all + "]}\n";
    }

    private String routing() {
        String allRules = rules.stream()
                .map(r -> r.split(" "))
                .map(r -> "{\"src\":\"" + r[0] + "\",\"table\":\"" + r[1] + "\",\"priority\":" + r[2] + "}")
                .collect(Collectors.joining(","));
        String allRoutes = routes.stream()
                .map(r -> r.split(" "))
                .map(r -> "{\"dst\":\"" + r[0] + "\",\"dev\":\"" + r[1] + "\",\"prefsrc\":\"" + r[2] + "\",\"table\":\""
                        + r[3] + "\"}")
                .collect(Collectors.joining(","));
        return "{\"rules\":[" + allRules + "],\"routes\":[" + allRoutes + "],\"arp\":{\"ignore\":" + arp.ignore()
                + ",\"announce\":" + arp.announce() + "}}\n";
    }

    private static int number(List<String> words, int index) {
        return Integer.parseInt(words.get(index));
    }
}
