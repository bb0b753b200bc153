package io.pilab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.configure.HostConfiguration;
import io.pilab.doctor.CheckContext;
import io.pilab.doctor.Diagnosis;
import io.pilab.doctor.HostReport;
import io.pilab.doctor.ScenarioRequirements;
import io.pilab.host.ClockOffset;
import io.pilab.host.ConnectedHost;
import io.pilab.host.HostException;
import io.pilab.host.HostLock;
import io.pilab.host.LockOwner;
import io.pilab.host.LockedHost;
import io.pilab.host.TrialHost;
import io.pilab.lab.Host;
import io.pilab.preflight.HostProbe;
import io.pilab.remote.Agent;
import io.pilab.remote.AgentException;
import io.pilab.remote.RemoteException;
import io.pilab.remote.TestingRemote;
import io.pilab.testing.Damage;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingRun;
import io.pilab.time.TestingTime;
import io.pilab.time.Time;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a host answers: it is understood, or it is a failure that names the host; never anything else, and never for
 * long. Each reader is fed damaged, hostile and foreign answers, the same in each run.
 */
@Timeout(120)
class DamagedAnswersTest {
    private static final int VARIANTS = 250;
    private static final String STATE =
            "{\"links\":[{\"ifname\":\"eth0\",\"flags\":[\"UP\"],\"mtu\":1500}],\"rules\":[{\"priority\":0,\"src\":\"all\"}],"
                    + "\"sysctls\":{\"net.mptcp.enabled\":\"1\"},\"limits\":{\"subflows\":2},\"processes\":[]}";

    /** What a host in good health answers, by what it is asked. */
    private static final Map<String, String> GOOD = good();

    private static Map<String, String> good() {
        Map<String, String> good = new LinkedHashMap<>();
        good.put("sh -c echo", "10.0.0.1 50000 10.0.0.2 22\n");
        good.put("date +%s%N", "1795327892660000000\n");
        good.put(
                "facts.sh collect",
                "{\"os\":\"Debian\",\"kernel\":\"6.12.0\",\"architecture\":\"arm64\",\"release\":\"debian-12\","
                        + "\"libc\":\"glibc 2.36\",\"mptcp_enabled\":1,\"iproute2\":\"6.1.0\",\"congestion_control\":\"cubic\","
                        + "\"addresses\":[{\"ifname\":\"eth0\",\"addr_info\":[{\"local\":\"172.31.0.133\",\"prefixlen\":24}]}],"
                        + "\"ssh_interface\":\"eth0\",\"ssh_address_interface\":\"eth0\",\"iperf3\":[{\"path\":\"/usr/bin/iperf3\","
                        + "\"version\":\"3.21\",\"mptcp\":true}],\"missing_tools\":[],\"free_run_kb\":100000,\"boot_id\":\"x\","
                        + "\"listeners_5201\":[{\"local\":\"0.0.0.0:5201\",\"process\":\"x\"}],\"time_ns\":1}\n");
        good.put(
                "probe.sh abilities",
                "{\"endpoint\":null,\"limits\":null,\"monitor\":\"no\",\"netem\":null,\"tbf\":null}\n");
        good.put(
                "condition.sh collect",
                "{\"mptcp_ipv6\":false,\"network_manager\":true,\"mptcpd\":true,"
                        + "\"default_mptcp_flags\":\"1\",\"synchronised\":true,\"free_kb\":{\"/opt\":100,\"/var\":null},"
                        + "\"throttled\":\"0x50000\",\"blocked\":[{\"type\":\"wlan\",\"name\":\"phy0\",\"block\":\"soft\"}],"
                        + "\"interfaces\":[{\"name\":\"wlan0\",\"state\":\"up\",\"speed\":1000,\"wireless\":true,"
                        + "\"bitrate\":\"65.0 MBit/s\",\"power_save\":\"on\",\"manager_state\":\"100 (connected)\","
                        + "\"connection\":\"home\",\"mptcp_flags\":\"0x0 (default)\"}]}\n");
        good.put(
                "routing.sh status",
                "{\"rp_filter\":{\"all\":0,\"eth0\":2},\"arp\":{\"ignore\":0,\"announce\":0},\"rules\":"
                        + "[{\"src\":\"172.31.0.133\",\"table\":\"101\",\"priority\":10101}],\"routes\":[{\"dst\":\"172.31.0.0/24\","
                        + "\"dev\":\"eth0\",\"prefsrc\":\"172.31.0.133\",\"table\":\"101\"}]}\n");
        good.put(
                "mptcp.sh status",
                "{\"limits\":{\"subflows\":2,\"add_addr_accepted\":4},\"endpoints\":[{\"address\":"
                        + "\"172.31.0.133\",\"id\":1,\"dev\":\"eth0\",\"subflow\":true,\"port\":77}]}\n");
        good.put("applied.sh list", """
                {"made":"endpoint-made 172.31.0.133 eth0 1 subflow"}
                {"made":"limits 2 4 0 0"}
                {"made":"rule-made eth0 172.31.0.133 172.31.0.0/24 101 10101"}
                """);
        good.put("snapshot.sh list", "{\"run\":\"r-01\",\"captured\":\"2026-01-01T00:00:00Z\"}\n");
        good.put("snapshot.sh capture", STATE + "\n");
        good.put("snapshot.sh show", STATE.replace("1500", "1400") + "\n");
        good.put("restore.sh run", "{\"run\":\"r\",\"restored\":true,\"changed\":2,\"failed\":[]}\n");
        good.put("deadman.sh status", "{\"armed\":true,\"fired\":false,\"expires_in\":60}\n");
        good.put(
                "lock.sh acquire",
                "{\"acquired\":true,\"owner\":\"me\",\"run\":\"r\",\"since\":\"now\",\"expires_in\":30}\n");
        good.put("lock.sh renew", "{\"renewed\":true}\n");
        good.put(
                "lock.sh status",
                "{\"held\":true,\"owner\":\"me\",\"run\":\"r\",\"since\":\"now\",\"expires_in\":30}\n");
        return good;
    }

    /** What is asked of a host in the course of a run. */
    enum Reader {
        DOCTOR {
            @Override
            void read(Host host, Agent agent) {
                HostReport evidence = HostProbe.of(new ConnectedHost(host, agent), true);
                assertThat(Diagnosis.of(new CheckContext(TestingLab.lab(), host, ScenarioRequirements.any(), evidence)))
                        .isNotEmpty();
            }
        },
        CLOCK {
            @Override
            void read(Host host, Agent agent) {
                ClockOffset.measure(agent.remote(), Time.real());
            }
        },
        CONFIGURATION {
            @Override
            void read(Host host, Agent agent) {
                new HostConfiguration(host, TestingLab.lab().mptcp(), agent).configure(Set.of());
            }
        },
        RESTORATION {
            @Override
            void read(Host host, Agent agent) {
                TestingTime time = new TestingTime();
                HostLock lock = new HostLock(agent, new LockOwner("me", "r"), time);
                TrialHost trial =
                        new TrialHost(new LockedHost(new ConnectedHost(host, agent), lock), "r-01", 60, text -> {});
                Restoration restoration = new Restoration(
                        trial, "r-01", TestingRun.scenario().treatments().get(0), time);
                restoration.capture();
                trial.deadMan().arm();
                trial.deadMan().rearm();
                restoration.restore();
            }
        },
        LOCK {
            @Override
            void read(Host host, Agent agent) {
                HostLock lock = new HostLock(agent, new LockOwner("me", "r"), new TestingTime());
                lock.acquire(false);
                lock.renew(text -> {});
                lock.demand();
                lock.release();
            }
        };

        abstract void read(Host host, Agent agent);
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedAnswerIsUnderstoodOrIsTheHostsFailure(Reader reader) {
        Damage damage = new Damage(reader.name().hashCode());
        Random random = new Random(reader.name().hashCode());
        List<String> asked = asked(reader);
        for (int i = 0; i < VARIANTS; i++) {
            String question = asked.get(random.nextInt(asked.size()));
            String answer = damage.of(GOOD.get(question));
            try {
                reader.read(TestingLab.CLIENT, host(question, answer));
            } catch (RemoteException | AgentException | HostException e) {
                assertThat(e).as("%s: %s", question, answer).hasMessageStartingWith("client: ");
                assertThat(e.getMessage().length()).as(e.getMessage()).isLessThan(4000);
            }
        }
    }

    /** What the reader asks. */
    private static List<String> asked(Reader reader) {
        List<String> asked = new ArrayList<>();
        TestingRemote remote = remote("", "");
        reader.read(TestingLab.CLIENT, new Agent(remote));
        for (String question : GOOD.keySet()) {
            if (remote.commands().stream().anyMatch(c -> matching(question).test(c.words()))) {
                asked.add(question);
            }
        }
        return asked;
    }

    private static Agent host(String question, String answer) {
        return new Agent(remote(question, answer));
    }

    private static TestingRemote remote(String question, String answer) {
        TestingRemote remote = new TestingRemote("client").answerAll();
        remote.answer(words -> true, "{}\n");
        GOOD.forEach((asked, good) -> remote.answer(matching(asked), asked.equals(question) ? answer : good));
        return remote;
    }

    private static Predicate<List<String>> matching(String question) {
        return words -> String.join(" ", words)
                .replaceFirst("^sh \\S*/([a-z0-9]+[.]sh)", "$1")
                .startsWith(question);
    }
}
