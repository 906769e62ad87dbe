package io.earmark.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private static final String PUBLIC = "93.184.215.14";

    private final NameResolver dns = host -> switch (host) {
        case "public.example", "xn--bcher-kva.example" -> addresses(PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c");
        case "mixed.example" -> addresses(PUBLIC, "10.0.0.7");
        case "inside.corp.example", "inside.example" -> addresses("10.0.0.7");
        case "empty.example" -> new InetAddress[0];
        default -> throw new UnknownHostException(host);
    };
    private final AddressGuard guard = guard();

    private AddressGuard guard(String... allowed) {
        return new AddressGuard(new OutboundSettings(List.of(allowed), false), dns);
    }

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getByName(literals[i]);
        }
        return addresses;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Loopback, this network, private, shared, link-local
                "https://127.0.0.1/",
                "https://127.255.255.254/",
                "https://0.0.0.0/",
                "https://0.1.2.3/",
                "https://10.0.0.1/",
                "https://10.255.255.255/",
                "https://172.16.0.1/",
                "https://172.31.255.255/",
                "https://192.168.1.1/",
                "https://100.64.0.1/",
                "https://100.127.255.255/",
                "https://169.254.1.1/",
                // Metadata services
                "https://169.254.169.254/latest/meta-data/",
                "https://169.254.170.2/v2/credentials",
                "https://100.100.100.200/latest/meta-data/",
                "https://168.63.129.16/",
                "https://192.0.0.192/opc/v2/",
                "https://[fd00:ec2::254]/latest/meta-data/",
                "https://metadata.google.internal/",
                // Protocol assignments, documentation, benchmarks, multicast, reserved, broadcast
                "https://192.0.0.8/",
                "https://192.0.2.1/",
                "https://198.51.100.1/",
                "https://203.0.113.1/",
                "https://198.18.0.1/",
                "https://198.19.255.255/",
                "https://192.88.99.1/",
                "https://224.0.0.1/",
                "https://239.255.255.255/",
                "https://240.0.0.1/",
                "https://255.255.255.255/",
                // IPv6: unspecified, loopback, local, multicast, documentation, benchmarks, discard
                "https://[::]/",
                "https://[::1]/",
                "https://[fe80::1]/",
                "https://[fec0::1]/",
                "https://[fc00::1]/",
                "https://[fd12:3456::1]/",
                "https://[ff02::1]/",
                "https://[2001:db8::1]/",
                "https://[3fff::1]/",
                "https://[2001:2::1]/",
                "https://[2001:20::1]/",
                "https://[100::1]/",
                "https://[5f00::1]/",
                // IPv4 inside IPv6: mapped, compatible, translated, 6to4, Teredo
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://[::ffff:a9fe:a9fe]/",
                "https://[0:0:0:0:0:ffff:7f00:1]/",
                "https://[::127.0.0.1]/",
                "https://[::ffff:0:127.0.0.1]/",
                "https://[64:ff9b::10.0.0.1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[64:ff9b:1::10.0.0.1]/",
                "https://[2002:7f00:1::]/",
                "https://[2002:a00:1::1]/",
                "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
                "https://[fe80::1%25eth0]/",
                // Numbers that are addresses: decimal, octal, hexadecimal, short
                "https://2130706433/",
                "https://017700000001/",
                "https://0x7f000001/",
                "https://0x7f.1/",
                "https://0x7f.0.0.0x1/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://127.0.1/",
                "https://010.0.0.1/",
                "https://127.0.0.1./",
                "https://127.0.0.256/",
                "https://127.0.0.1.2/",
                "https://1.2.3.0x/",
                // International tricks: fullwidth and circled digits, other full stops, invisible characters
                "https://\uff11\uff12\uff17.\uff10.\uff10.\uff11/",
                "https://127\u30020\u30020\u30021/",
                "https://127\uff0e0\uff0e0\uff0e1/",
                "https://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/",
                "https://127.0.\u00ad0.1/",
                "https://loc\u200balhost/",
                "https://\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54/",
                "https://xn--a/",
                "https://exa\u202emple.example/",
                // Local names and names without a dot
                "https://localhost/",
                "https://LOCALHOST/",
                "https://localhost./",
                "https://app.localhost/",
                "https://printer.local/",
                "https://db.internal/",
                "https://intranet/",
                "https://postgres:5432/",
                "https://router.home.arpa/",
                // Authorities that programs read in different ways
                "https://user@public.example/",
                "https://user:word@public.example/",
                "https://public.example@127.0.0.1/",
                "https://public.example\\@127.0.0.1/",
                "https://127.0.0.1\\.public.example/",
                "https://public.example#@127.0.0.1/",
                "https://public.example%00.evil/",
                "https://127%2e0%2e0%2e1/",
                "https://[::1/",
                "https://::1/",
                "https://[127.0.0.1]/",
                "https:///hook",
                "https://",
                "https:/public.example/",
                "//public.example/",
                "https://.public.example/",
                "https://public..example/",
                "https://public.example../",
                "https://-public.example/",
                "https://pub_lic.example/",
                "https://public.example /",
                "https://public.example/\r\nHost: inside",
                "https://pub\tlic.example/",
                " https://public.example/",
                // Ports and schemes
                "https://public.example:0/",
                "https://public.example:65536/",
                "https://public.example:99999999/",
                "https://public.example:-1/",
                "https://public.example:/",
                "https://public.example:+443/",
                "https://public.example:443:443/",
                "http://public.example/",
                "ftp://public.example/",
                "file:///etc/passwd",
                "gopher://public.example/",
                "jar:https://public.example/!/",
                "javascript:alert(1)",
                "public.example",
                ""
            })
    void no_request_goes_to(String url) {
        assertThatThrownBy(() -> guard.checkNow(guard.read(url))).isInstanceOf(OutboundRefused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 22, 25, 53, 110, 143, 445, 465, 587, 636, 1023})
    void another_services_port_is_refused(int port) {
        assertThatThrownBy(() -> guard.checkNow(guard.read("https://public.example:" + port + "/")))
                .isInstanceOf(OutboundRefused.class)
                .hasMessageContaining("Port " + port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "169.254.169.254",
                "100.64.3.2",
                "::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "fd00::1",
                "fe80::1",
                "ff02::1",
                "0.0.0.0"
            })
    void a_name_is_judged_by_the_addresses_that_it_resolves_to(String answer) {
        AddressGuard rebound = new AddressGuard(new OutboundSettings(List.of(), false), host -> addresses(answer));
        assertThatThrownBy(() -> rebound.resolve("public.example", 443))
                .isInstanceOf(OutboundRefused.class)
                .hasMessageNotContaining(answer);
    }

    @ParameterizedTest
    @CsvSource({
        "https://public.example, https://public.example/",
        "https://public.example/hook?a=b&c=d, https://public.example/hook?a=b&c=d",
        "HTTPS://PUBLIC.Example/Hook, https://public.example/Hook",
        "https://public.example.:443/hook, https://public.example/hook",
        "https://public.example:8443/hook, https://public.example:8443/hook",
        "https://public.example?x=1, https://public.example/?x=1",
        "https://b\u00fccher.example/, https://xn--bcher-kva.example/",
        "https://B\u00dcCHER.example/caf\u00e9, https://xn--bcher-kva.example/caf%C3%A9",
        "https://93.184.215.14/, https://93.184.215.14/",
        "https://[2606:2800:21F:CB07:6820:80DA:AF6B:8B2C]/, https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
        "https://[2606:4700::0001]:8443/, https://[2606:4700::1]:8443/",
        "https://172.15.255.255/, https://172.15.255.255/",
        "https://172.32.0.1/, https://172.32.0.1/",
        "https://100.63.255.255/, https://100.63.255.255/",
        "https://100.128.0.1/, https://100.128.0.1/",
        "https://[2001:200::1]/, https://[2001:200::1]/",
        "https://[2003::1]/, https://[2003::1]/"
    })
    void public_addresses_are_let_through_in_one_form(String url, String read) throws OutboundRefused {
        OutboundUrl target = guard.read(url);
        assertThat(target).hasToString(read);
        assertThatCode(() -> guard.checkNow(target)).doesNotThrowAnyException();
    }

    @Test
    void one_private_address_among_public_ones_is_enough_to_refuse() {
        assertThatThrownBy(() -> guard.resolve("mixed.example", 443)).isInstanceOf(OutboundRefused.class);
        assertThatThrownBy(() -> guard.resolve("empty.example", 443)).isInstanceOf(OutboundRefused.class);
    }

    @Test
    void a_refusal_does_not_tell_private_names_from_unknown_ones() {
        String inside = refusal("inside.example").replace("inside.example", "X");
        String unknown = refusal("unknown.example").replace("unknown.example", "X");
        assertThat(inside).isEqualTo(unknown).contains("earmark.outbound.allow");
    }

    private String refusal(String host) {
        try {
            guard.resolve(host, 443);
        } catch (OutboundRefused e) {
            return e.sentence();
        }
        throw new AssertionError(host);
    }

    @Test
    void the_addresses_that_were_checked_are_the_ones_handed_over() throws Exception {
        assertThat(guard.resolve("public.example", 8443))
                .containsExactly(
                        new InetSocketAddress(InetAddress.getByName(PUBLIC), 8443),
                        new InetSocketAddress(InetAddress.getByName("2606:2800:21f:cb07:6820:80da:af6b:8b2c"), 8443));
        assertThat(guard.resolveCanonicalHostname("public.example")).isEqualTo("public.example");
    }

    @Test
    void of_very_many_addresses_a_few_are_tried() throws Exception {
        String[] many = new String[200];
        java.util.Arrays.setAll(many, i -> "93.184.215." + i);
        AddressGuard crowded = new AddressGuard(new OutboundSettings(List.of(), false), host -> addresses(many));
        assertThat(crowded.resolve("public.example", 443)).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, https://10.0.0.7/",
        "10.0.0.0/8, https://10.255.0.1:22/",
        "10.0.0.0/8, http://10.255.0.1/",
        "10.0.0.0/8, https://inside.example/",
        "fd00::/8, https://[fd12::1]/",
        "inside.example, http://inside.example:25/",
        "INSIDE.example, https://inside.example/",
        "*.corp.example, http://inside.corp.example/",
        "localhost, http://localhost:8080/"
    })
    void what_the_operator_allows_is_let_through(String allowed, String url) throws OutboundRefused {
        AddressGuard lenient = new AddressGuard(
                new OutboundSettings(List.of(allowed), false),
                host -> host.equals("localhost") ? addresses("127.0.0.1") : dns.resolve(host));
        assertThatCode(() -> lenient.checkNow(lenient.read(url))).doesNotThrowAnyException();
        assertThatThrownBy(() -> guard.checkNow(guard.read(url))).isInstanceOf(OutboundRefused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/24, https://10.0.1.0/",
        "10.0.0.0/8, https://[::ffff:10.0.0.1]/",
        "10.0.0.0/8, https://169.254.169.254/",
        "10.0.0.7, https://10.0.0.8/",
        "corp.example, https://inside.corp.example/",
        "*.corp.example, https://evilcorp.example/",
        "93.184.215.14, https://mixed.example/"
    })
    void and_nothing_besides(String allowed, String url) {
        AddressGuard lenient = guard(allowed);
        assertThatThrownBy(() -> lenient.checkNow(lenient.read(url))).isInstanceOf(OutboundRefused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/33", "10.0.0.1/8", "300.1.1.1", "https://inside.example", "a b", "*", "inside:80x"})
    void a_wrong_entry_stops_the_start(String entry) {
        assertThatThrownBy(() -> guard(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("earmark.outbound.allow");
    }

    @Test
    void plain_http_is_a_setting() throws OutboundRefused {
        AddressGuard plain = new AddressGuard(new OutboundSettings(List.of(), true), dns);
        assertThat(plain.read("http://public.example:80/").port()).isEqualTo(80);
        assertThatThrownBy(() -> plain.read("http://127.0.0.1/")).isInstanceOf(OutboundRefused.class);
    }
}
