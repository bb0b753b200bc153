package io.pilab.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.host.AgentJson;
import io.pilab.record.HostCondition;
import io.pilab.record.HostUsage;
import io.pilab.remote.Agent;
import io.pilab.remote.TestingRemote;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConditionReaderTest {
    private static final Agent AGENT = new Agent(new TestingRemote("client"));

    @Test
    void everythingThatIsToldIsRead() {
        HostCondition condition = ConditionReader.condition(AgentJson.line(AGENT, """
                {"mptcp_ipv6":false,"network_manager":true,"mptcpd":true,"mptcp":{"pm_type":"0"},"blackholes":2,"default_mptcp_flags":"1","synchronised":true,\
                "free_kb":{"/opt":100,"/var":null},"throttled":"0x50000",\
                "blocked":[{"type":"wlan","name":"phy0","block":"soft"}],"interfaces":[\
                {"name":"wlan0","state":"up","speed":1000,"wireless":true,"bitrate":"65.0 MBit/s","power_save":"on",\
                "manager_state":"100 (connected)","connection":"home","mptcp_flags":"0x0 (default)"}]}"""));

        assertThat(condition)
                .isEqualTo(new HostCondition(
                        Optional.of(false),
                        true,
                        true,
                        Map.of("pm_type", "0"),
                        Optional.of(2L),
                        Optional.of("1"),
                        Optional.of(true),
                        Map.of("/opt", 100L),
                        Optional.of("0x50000"),
                        List.of(new HostCondition.Radio("wlan", "phy0", "soft")),
                        List.of(new HostCondition.InterfaceCondition(
                                "wlan0",
                                Optional.of("up"),
                                Optional.of(1000),
                                true,
                                Optional.of("65.0 MBit/s"),
                                Optional.of("on"),
                                Optional.of("100 (connected)"),
                                Optional.of("home"),
                                Optional.of("0x0 (default)")))));
    }

    @Test
    void whatIsNullIsEmpty() {
        HostCondition condition = ConditionReader.condition(AgentJson.line(AGENT, """
                {"mptcp_ipv6":null,"network_manager":false,"mptcpd":false,"mptcp":{},"blackholes":null,"default_mptcp_flags":null,\
                "synchronised":null,"free_kb":{"/opt":null,"/var":null},"throttled":null,"blocked":[],"interfaces":[\
                {"name":"eth0","state":null,"speed":null,"wireless":false,"bitrate":null,"power_save":null,\
                "manager_state":null,"connection":null,"mptcp_flags":null}]}"""));

        Optional<String> none = Optional.empty();
        assertThat(condition)
                .isEqualTo(new HostCondition(
                        Optional.empty(),
                        false,
                        false,
                        Map.of(),
                        Optional.empty(),
                        none,
                        Optional.empty(),
                        Map.of(),
                        none,
                        List.of(),
                        List.of(new HostCondition.InterfaceCondition(
                                "eth0", none, Optional.empty(), false, none, none, none, none, none))));
    }

    @Test
    void aLockIsHeldByWhoItSays() {
        assertThat(ConditionReader.lock(AgentJson.line(AGENT, "{\"held\":false}"))
                        .held())
                .isFalse();
        assertThat(ConditionReader.lock(AgentJson.line(AGENT, """
                        {"held":true,"owner":"alice@bench","run":"20261122-x","since":"2026-11-22T06:03:34Z",\
                        "expires_in":23}""")))
                .isEqualTo(new HostUsage.Lock(true, "alice@bench", "20261122-x", "2026-11-22T06:03:34Z", 23));
    }
}
