package io.pilab.config;

import io.pilab.config.LabDraft.HostDraft;
import io.pilab.config.LabDraft.PairDraft;
import io.pilab.config.LabDraft.RigDraft;
import io.pilab.lab.MptcpLimits;
import io.pilab.lab.MptcpSettings;
import io.pilab.lab.Names;
import io.pilab.lab.RigSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the nodes of a lab file, key by key. */
final class LabReader {
    private static final MptcpLimits LIMITS = new MptcpLimits(2, 4);
    private static final MptcpSettings MPTCP = new MptcpSettings(LIMITS, true);
    static final String NAME = "a name of at most 32 letters, digits, dots, dashes and underscores";
    private static final String PAIRS = "[ { client: client, server: server } ]";
    private static final Pattern CONGESTION_CONTROL = Pattern.compile("[a-z0-9_-]{1,15}");

    private final UserPaths paths;

    LabReader(UserPaths paths) {
        this.paths = paths;
    }

    Optional<LabDraft> read(Value root) {
        return Section.of(
                root,
                "the one in lab.yaml.example",
                lab -> Optional.of(new LabDraft(
                        lab.required("lab", "lab: blog-demo", v -> v.matching(Names.NAME, NAME)),
                        lab.optional("ssh", v -> SshSection.read(v, paths)).orElse(SshSection.NONE),
                        lab.optional("iperf3", new Iperf3Reader(paths)::read).orElseGet(Iperf3Reader::defaults),
                        lab.optional("mptcp", LabReader::mptcp).orElse(MPTCP),
                        lab.required("hosts", "hosts: { client: { role: client, ... } }", this::hosts),
                        lab.optional("pairs", LabReader::pairs),
                        lab.optional("rig", LabReader::rig))));
    }

    private static Optional<MptcpSettings> mptcp(Value value) {
        return Section.of(value, "{ limits: { subflows: 2, add_addr_accepted: 4 } }", mptcp -> {
            MptcpLimits limits = mptcp.optional("limits", LabReader::limits).orElse(LIMITS);
            boolean perSource = mptcp.optional("routing", v -> v.choice(List.of("per-source", "none"), r -> r))
                    .map("per-source"::equals)
                    .orElse(MPTCP.perSourceRouting());
            return Optional.of(new MptcpSettings(limits, perSource));
        });
    }

    static Optional<MptcpLimits> limits(Value value) {
        return Section.of(
                value,
                "{ subflows: 2, add_addr_accepted: 4 }",
                limits -> Optional.of(new MptcpLimits(
                        limits.optional("subflows", v -> v.integer(0, MptcpLimits.MAXIMUM))
                                .orElse(LIMITS.subflows()),
                        limits.optional("add_addr_accepted", v -> v.integer(0, MptcpLimits.MAXIMUM))
                                .orElse(LIMITS.addAddrAccepted()))));
    }

    private Optional<Placed<List<HostDraft>>> hosts(Value value) {
        HostReader reader = new HostReader(paths);
        return value.named("{ client: { role: client, ... } }", Names.NAME, NAME, reader::read)
                .map(hosts -> new Placed<>(hosts, value.owner()));
    }

    private static Optional<Placed<List<PairDraft>>> pairs(Value value) {
        return value.placed(v -> v.filled(PAIRS, LabReader::pair));
    }

    private static Optional<PairDraft> pair(Value value) {
        return Section.of(
                value,
                "{ client: client, server: server }",
                pair -> Optional.of(new PairDraft(
                        pair.place(),
                        pair.required("client", "client: client", v -> v.placed(Value::text)),
                        pair.required("server", "server: server", v -> v.placed(Value::text)))));
    }

    private static Optional<RigDraft> rig(Value value) {
        return Section.of(value, "{ links: { eth0: 200mbit } }", rig -> {
            Map<String, Long> rates = new LinkedHashMap<>();
            List<Placed<String>> names = rig.optional(
                            "links",
                            v -> v.named("{ eth0: 200mbit }", Names.INTERFACE, HostReader.INTERFACE, (name, rate) -> {
                                rate.rate().ifPresent(r -> rates.put(name, r));
                                return Optional.of(new Placed<>(name, rate.owner()));
                            }))
                    .orElse(List.of());
            Optional<Long> uplink = rig.optional("uplink", Value::rate);
            String congestionControl = rig.optional(
                            "congestion_control",
                            v -> v.matching(
                                    CONGESTION_CONTROL, "an algorithm's name in lower case, such as cubic or bbr"))
                    .orElse(RigSettings.DEFAULT_CONGESTION_CONTROL);
            return Optional.of(new RigDraft(new RigSettings(rates, uplink, congestionControl), names));
        });
    }
}
