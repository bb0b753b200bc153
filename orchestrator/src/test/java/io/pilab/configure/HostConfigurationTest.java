package io.pilab.configure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.TestingLabs;
import io.pilab.agent.AgentCommand;
import io.pilab.lab.Host;
import io.pilab.lab.MptcpLimits;
import io.pilab.lab.MptcpSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostConfigurationTest {
    private static final String NOTHING = "{\"limits\":{\"subflows\":2,\"add_addr_accepted\":0},\"endpoints\":[]}";

    private final Host client = TestingLabs.blogDemo().hosts().get(0);
    private final Host server = TestingLabs.blogDemo().hosts().get(1);

    @Test
    void anEmptyClientGetsASubflowEndpointForEachInterface() {
        assertThat(endpoints(client, NOTHING).additions())
                .extracting(Change::toString)
                .containsExactly(
                        "+ endpoint 172.31.0.133 dev eth0 id 1 subflow",
                        "+ endpoint 172.31.0.173 dev wlan0 id 2 subflow");
    }

    @Test
    void aServerSignals() {
        assertThat(commands(endpoints(server, NOTHING).additions()))
                .containsExactly(
                        "mptcp.sh endpoint-add 172.31.0.218 eth0 1 signal",
                        "mptcp.sh endpoint-add 172.31.0.237 wlan0 2 signal");
    }

    @Test
    void whatIsThereIsNotTouchedWhateverItsId() {
        String there = """
                {"endpoints":[{"address":"172.31.0.133","id":7,"subflow":true,"dev":"eth0"},
                 {"address":"172.31.0.173","id":2,"subflow":true,"dev":"wlan0"}]}""";

        assertThat(endpoints(client, there).additions()).isEmpty();
    }

    @Test
    void anEndpointWithOtherFlagsOrWithoutItsDeviceIsReplacedUnderItsId() {
        String there = """
                {"endpoints":[{"address":"172.31.0.133","id":5,"signal":true},
                 {"address":"172.31.0.173","id":2,"subflow":true,"dev":"wlan0"}]}""";

        List<Change> changes = endpoints(client, there).additions();

        assertThat(changes)
                .extracting(Change::toString)
                .containsExactly("~ endpoint 172.31.0.133 dev eth0 id 5 subflow (is signal on no device)");
        assertThat(commands(changes))
                .containsExactly("mptcp.sh endpoint-delete 5", "mptcp.sh endpoint-add 172.31.0.133 eth0 5 subflow");
    }

    @Test
    void aForeignEndpointIsShownAndKeepsItsId() {
        String there = "{\"endpoints\":[{\"address\":\"10.0.0.9\",\"id\":1,\"subflow\":true}]}";
        EndpointChanges changes = endpoints(client, there);

        assertThat(changes.foreign()).containsExactly("endpoint 10.0.0.9 id 1 subflow");
        assertThat(commands(changes.additions()))
                .containsExactly(
                        "mptcp.sh endpoint-add 172.31.0.133 eth0 2 subflow",
                        "mptcp.sh endpoint-add 172.31.0.173 wlan0 3 subflow");
    }

    @Test
    void limitsAreChangedOnlyWhenTheyDiffer() {
        assertThat(limits(new MptcpLimits(2, 0))).isEmpty();
        assertThat(limits(new MptcpLimits(2, 4)))
                .extracting(Change::toString)
                .containsExactly("~ limits add_addr_accepted 0 -> 4");
    }

    @Test
    void eachAddressGetsItsTableAndRuleAndArpIsMadeStrict() {
        String nothing = "{\"rules\":[],\"routes\":[],\"arp\":{\"ignore\":0,\"announce\":0}}";

        assertThat(commands(routing(nothing)))
                .containsExactly(
                        "routing.sh apply eth0 172.31.0.133 172.31.0.0/24 101 10101",
                        "routing.sh apply wlan0 172.31.0.173 172.31.0.0/24 102 10102",
                        "routing.sh arp 1 2");
    }

    @Test
    void aTableThatLostItsRouteIsFoundAlthoughTheRuleIsThere() {
        String lost = """
                {"rules":[{"priority":10101,"src":"172.31.0.133","table":"101"},
                  {"priority":10102,"src":"172.31.0.173","table":"102"}],
                 "routes":[{"dst":"172.31.0.0/24","dev":"eth0","prefsrc":"172.31.0.133","table":"101"}],
                 "arp":{"ignore":1,"announce":2}}""";

        assertThat(routing(lost))
                .extracting(Change::toString)
                .containsExactly("+ routing from 172.31.0.173: table 102 with 172.31.0.0/24 dev wlan0, rule 10102");
    }

    private static EndpointChanges endpoints(Host host, String mptcp) {
        return new EndpointChanges(host, HostState.of(json(mptcp), json("{}")), List.of(), false);
    }

    private List<Change> routing(String status) {
        return new RoutingChanges(
                        client, TestingLabs.blogDemo().mptcp(), HostState.of(json(NOTHING), json(status)), List.of())
                .additions();
    }

    private List<Change> limits(MptcpLimits wanted) {
        return HostConfiguration.difference(
                        client,
                        new MptcpSettings(wanted, false),
                        HostState.of(json(NOTHING), json("{}")),
                        List.of(),
                        false)
                .changes()
                .stream()
                .filter(c -> c.sign() == '~')
                .toList();
    }

    private static List<String> commands(List<Change> changes) {
        return changes.stream()
                .flatMap(c -> c.commands().stream())
                .map(AgentCommand::toString)
                .toList();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
