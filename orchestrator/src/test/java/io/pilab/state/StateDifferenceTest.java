package io.pilab.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documents are what snapshot.sh printed with iproute2 6.1, shortened. */
class StateDifferenceTest {
    private static final String BEFORE = """
            {"links":[
              {"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"mtu":65536,"operstate":"UNKNOWN"},
              {"ifindex":5,"ifname":"wlan0","flags":["BROADCAST","UP","LOWER_UP"],"mtu":1500,"operstate":"UP"}],
             "addresses4":[{"ifname":"wlan0","operstate":"UP","addr_info":[
              {"family":"inet","local":"172.31.0.173","prefixlen":24,"scope":"global","label":"wlan0","dynamic":true,
               "valid_life_time":500,"preferred_life_time":400},
              {"family":"inet","local":"172.31.0.174","prefixlen":24,"scope":"global","secondary":true}]}],
             "addresses6":[{"ifname":"wlan0","addr_info":[
              {"family":"inet6","local":"fe80::1","prefixlen":64,"scope":"link"},
              {"family":"inet6","local":"2001:db8::9","prefixlen":64,"scope":"global","temporary":true}]}],
             "routes4":[
              {"dst":"172.31.0.0/24","dev":"wlan0","table":"102","scope":"link","prefsrc":"172.31.0.173","flags":[]},
              {"dst":"default","protocol":"static","flags":[],"nexthops":[
               {"gateway":"172.31.0.1","dev":"eth0","weight":1,"flags":[]}]},
              {"dst":"172.31.0.0/24","dev":"wlan0","protocol":"kernel","scope":"link","metric":600,"flags":[]}],
             "routes6":[{"dst":"default","gateway":"fe80::2","dev":"wlan0","metric":100,"expires":1700,"flags":[]}],
             "rules4":[{"priority":10102,"src":"172.31.0.173","table":"102"}],"rules6":[],
             "qdiscs":[{"kind":"tbf","handle":"8005:","dev":"wlan0","root":true,"refcnt":3,
              "options":{"rate":25000000,"burst":32750,"lat":50000}}],
             "endpoints":[{"address":"172.31.0.173","id":2,"subflow":true,"dev":"wlan0"}],
             "limits":{"subflows":2,"add_addr_accepted":0},
             "sysctls":{"net.ipv4.conf.all.arp_ignore":"0","net.ipv4.conf.wlan0.rp_filter":"2"},
             "wireless":{"wlan0":"Lab"},
             "processes":[{"pid":7,"command":"/usr/bin/iperf3 -s"}]}
            """;

    private static Map<String, Object> read(String json) {
        try {
            return new ObjectMapper().readValue(json, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static List<String> after(String old, String now) {
        assertThat(BEFORE).contains(old);
        return StateDifference.between(read(BEFORE), read(BEFORE.replace(old, now)));
    }

    @Test
    void theSameStateDiffersInNothing() {
        assertThat(StateDifference.between(read(BEFORE), read(BEFORE))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"valid_life_time\":500' | '\"valid_life_time\":493'",
                "'\"expires\":1700' | '\"expires\":1690'",
                "'\"refcnt\":3' | '\"refcnt\":2'",
                "'\"metric\":600,\"flags\":[]' | '\"metric\":600,\"flags\":[\"linkdown\"]'",
                "'\"weight\":1,\"flags\":[]' | '\"weight\":1,\"flags\":[\"dead\",\"linkdown\"]'",
                "'\"burst\":32750,\"lat\":50000' | '\"burst\":32725,\"lat\":50001'",
                "'\"ifindex\":5' | '\"ifindex\":9'",
                "'\"pid\":7' | '\"pid\":8'",
                "'\"local\":\"2001:db8::9\"' | '\"local\":\"2001:db8::77\"'",
                "'\"scope\":\"link\"}' | '\"scope\":\"link\",\"tentative\":true}'",
            })
    void whatChangesByItselfIsNoDifference(String old, String now) {
        assertThat(after(old, now)).isEmpty();
    }

    @Test
    void aLinkIsDown() {
        assertThat(after("\"BROADCAST\",\"UP\",\"LOWER_UP\"],\"mtu\":1500,\"operstate\":\"UP\"", "\"BROADCAST\"]"))
                .containsExactly("link wlan0: down, was up");
    }

    @Test
    void aLinkHasNoCarrier() {
        assertThat(after("1500,\"operstate\":\"UP\"", "1400,\"operstate\":\"DOWN\""))
                .containsExactly("link wlan0: operstate DOWN, was UP; mtu 1400, was 1500");
    }

    @Test
    void aRadioIsInAnotherNetworkOrInNone() {
        assertThat(after("\"Lab\"", "\"Cafe\"")).containsExactly("wireless network of wlan0: Cafe, was Lab");
        assertThat(after("\"wlan0\":\"Lab\"", "")).containsExactly("wireless network of wlan0: missing");
    }

    @Test
    void aLinkIsGone() {
        assertThat(after("\"ifname\":\"wlan0\",\"flags\"", "\"ifname\":\"wlan1\",\"flags\""))
                .containsExactly("link wlan0: missing");
    }

    @Test
    void aNewLinkAndWhatLiesOnItIsNotOurs() {
        String now = BEFORE.replace("{\"links\":[", "{\"links\":[{\"ifname\":\"veth1\",\"flags\":[]},")
                .replace("\"routes4\":[", "\"routes4\":[{\"dst\":\"172.31.0.0/24\",\"dev\":\"veth1\",\"metric\":600},")
                .replace("\"sysctls\":{", "\"sysctls\":{\"net.ipv4.conf.veth1.arp_ignore\":\"0\",")
                .replace("\"qdiscs\":[", "\"qdiscs\":[{\"kind\":\"noqueue\",\"dev\":\"veth1\"},");
        assertThat(StateDifference.between(read(BEFORE), read(now))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"table\":\"102\",\"scope\"' | '\"table\":\"103\",\"scope\"' |"
                        + " 'route 172.31.0.0/24 dev wlan0 table 102: missing' |"
                        + " 'route 172.31.0.0/24 dev wlan0 table 103: was not there before'",
                "'\"id\":2' | '\"id\":3' | 'endpoint id 2: missing' | 'endpoint id 3: was not there before'",
                "'\"metric\":600' | '\"metric\":0' | 'route 172.31.0.0/24 dev wlan0 metric 600: missing' |"
                        + " 'route 172.31.0.0/24 dev wlan0 metric 0: was not there before'",
                "'\"local\":\"172.31.0.173\"' | '\"local\":\"172.31.0.9\"' |"
                        + " 'address 172.31.0.173/24 dev wlan0: missing' |"
                        + " 'address 172.31.0.9/24 dev wlan0: was not there before'",
                "'\"priority\":10102' | '\"priority\":10103' | 'rule 10102 from 172.31.0.173 lookup 102: missing' |"
                        + " 'rule 10103 from 172.31.0.173 lookup 102: was not there before'",
            })
    void oneThingIsMissingAndAnotherIsNew(String old, String now, String missing, String extra) {
        assertThat(after(old, now)).containsExactly(missing, extra);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"subflow\":true' | '\"signal\":true' |"
                        + " 'endpoint id 2: subflow none, was true; signal true, was none'",
                "'\"subflows\":2' | '\"subflows\":5' | 'limits: subflows 5, was 2'",
                "'arp_ignore\":\"0\"' | 'arp_ignore\":\"1\"' | 'sysctl net.ipv4.conf.all.arp_ignore: 1, was 0'",
                "'\"rate\":25000000' | '\"rate\":1000' | 'qdisc of wlan0: rate 1000, was 25000000'",
                "'\"burst\":32750' | '\"burst\":16384' | 'qdisc of wlan0: burst 16384, was 32750'",
                "'\"kind\":\"tbf\",\"handle\":\"8005:\"' | '\"kind\":\"noqueue\",\"handle\":\"0:\"' |"
                        + " 'qdisc of wlan0: noqueue 0:, was tbf 8005:'",
                "'\"prefsrc\":\"172.31.0.173\"' | '\"prefsrc\":\"172.31.0.174\"' |"
                        + " 'route 172.31.0.0/24 dev wlan0 table 102: prefsrc 172.31.0.174, was 172.31.0.173'",
                "'\"weight\":1' | '\"weight\":2' | 'route default: nexthops dev eth0 gateway 172.31.0.1 weight 2,"
                        + " was dev eth0 gateway 172.31.0.1 weight 1'",
            })
    void oneThingIsDifferent(String old, String now, String difference) {
        assertThat(after(old, now)).containsExactly(difference);
    }

    @Test
    void aProcessWasLeftAndAnotherIsGone() {
        assertThat(after("\"command\":\"/usr/bin/iperf3 -s\"", "\"command\":\"iperf3 -c 172.31.0.218\""))
                .containsExactly(
                        "process iperf3 -c 172.31.0.218 (pid 7): was not there before",
                        "process /usr/bin/iperf3 -s: runs no more");
    }

    @Test
    void theOrderOfEqualRoutesDecidesWhichIsUsed() {
        String eth0 = "{\"dst\":\"172.31.0.0/24\",\"dev\":\"lo\",\"metric\":600,\"flags\":[]}";
        String wlan0 = "{\"dst\":\"172.31.0.0/24\",\"dev\":\"wlan0\",\"metric\":600,\"flags\":[]}";
        String routes = "{\"links\":[{\"ifname\":\"lo\"},{\"ifname\":\"wlan0\"}],\"routes4\":[";
        assertThat(StateDifference.between(
                        read(routes + eth0 + "," + wlan0 + "]}"), read(routes + wlan0 + "," + eth0 + "]}")))
                .containsExactly("routes to 172.31.0.0/24 metric 600: in the order wlan0, lo; was lo, wlan0");
    }

    @Test
    void aDocumentWithoutASectionIsRead() {
        assertThat(StateDifference.between(Map.of(), Map.of())).isEmpty();
        assertThat(StateDifference.between(read("{\"limits\":null}"), read("{\"limits\":{\"subflows\":2}}")))
                .containsExactly("limits: was not there before");
    }

    private static StateDifference.Comparison ofTrial(StateScope scope, String old, String now) {
        assertThat(BEFORE).contains(old);
        return StateDifference.between(read(BEFORE), read(BEFORE.replace(old, now)), scope);
    }

    private static final StateScope ETH0 = StateScope.lab(Set.of("eth0", "172.31.0.133"));
    private static final StateScope WLAN0 = StateScope.lab(Set.of("wlan0", "172.31.0.173"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'1500,\"operstate\":\"UP\"' | '1500,\"operstate\":\"DOWN\"' | link wlan0: operstate DOWN, was UP",
                "'\"Lab\"' | '\"Cafe\"' | wireless network of wlan0: Cafe, was Lab",
                "'\"rate\":25000000' | '\"rate\":1000' | qdisc of wlan0: rate 1000, was 25000000",
                "'wlan0.rp_filter\":\"2\"' | 'wlan0.rp_filter\":\"0\"' | sysctl net.ipv4.conf.wlan0.rp_filter: 0, was 2",
                "'\"rules4\":[' | '\"rules4\":[{\"priority\":5270,\"src\":\"all\",\"table\":\"52\"},' |"
                        + " rule 5270 from all lookup 52: was not there before",
                "'{\"priority\":10102,\"src\":\"172.31.0.173\",\"table\":\"102\"}' | '' |"
                        + " rule 10102 from 172.31.0.173 lookup 102: missing",
                "'\"endpoints\":[' | '\"endpoints\":[{\"address\":\"10.9.9.9\",\"id\":7},' |"
                        + " endpoint id 7: was not there before",
                "'\"dst\":\"default\",\"gateway\"' | '\"dst\":\"2000::/3\",\"gateway\"' |"
                        + " 'route default via fe80::2 dev wlan0 metric 100: missing'",
            })
    void whatOthersChangeElsewhereIsARemark(String old, String now, String line) {
        StateDifference.Comparison compared = ofTrial(ETH0, old, now);
        assertThat(compared.differences()).isEmpty();
        assertThat(compared.left()).contains(line);
        assertThat(ofTrial(StateScope.all(), old, now).differences()).contains(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'1500,\"operstate\":\"UP\"' | '1500,\"operstate\":\"DOWN\"' | link wlan0: operstate DOWN, was UP",
                "'{\"priority\":10102,\"src\":\"172.31.0.173\",\"table\":\"102\"}' | '' |"
                        + " rule 10102 from 172.31.0.173 lookup 102: missing",
                "'\"subflows\":2' | '\"subflows\":5' | limits: subflows 5, was 2",
                "'arp_ignore\":\"0\"' | 'arp_ignore\":\"1\"' | sysctl net.ipv4.conf.all.arp_ignore: 1, was 0",
                "'\"id\":2,' | '\"id\":2,\"rawflags\":\"20\",' | endpoint id 2: rawflags 20, was none",
            })
    void whatTheTrialCanTouchIsADifference(String old, String now, String line) {
        assertThat(ofTrial(WLAN0, old, now).differences()).containsExactly(line);
        assertThat(ofTrial(WLAN0, old, now).left()).isEmpty();
    }

    @Test
    void ofAnEndpointThatTheKernelMadeNothingIsTold() {
        assertThat(after("\"endpoints\":[", "\"endpoints\":[{\"address\":\"10.0.0.1\",\"id\":1,\"rawflags\":\"10\"},"))
                .isEmpty();
    }

    @Test
    void aTrialThatRestartsTheHostAnswersForWhatWasCapturedThereAndForNothingThatCame() {
        StateScope host = ETH0.withHost();
        assertThat(ofTrial(host, "\"local\":\"172.31.0.174\"", "\"local\":\"172.31.0.175\"")
                        .differences())
                .containsExactly("address 172.31.0.174/24 dev wlan0: missing");
        assertThat(ofTrial(host, "\"local\":\"172.31.0.174\"", "\"local\":\"172.31.0.175\"")
                        .left())
                .containsExactly("address 172.31.0.175/24 dev wlan0: was not there before");
        StateDifference.Comparison gone = ofTrial(host, "\"ifname\":\"wlan0\"", "\"ifname\":\"wlan1\"");
        assertThat(gone.differences()).noneMatch(line -> line.contains("wlan0"));
        assertThat(gone.left()).contains("link wlan0: missing");
    }
}
