package io.trackmc.cli.expulsion;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.registration.Answer;
import io.trackmc.keys.transport.registration.Ask;
import io.trackmc.net.authority.AuthorityAddress;
import io.trackmc.net.authority.AuthorityClient;
import io.trackmc.net.authority.NodeAuthorities;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks authorities for their rekeys, as the sender does. */
public final class RekeyReader {

    private final NodeConfig sender;

    public RekeyReader(NodeConfig sender) {
        this.sender = sender;
    }

    /** How many there are by now. */
    public long count(KeyLayer layer) throws IOException {
        Answer answer = AuthorityClient.ask(address(layer), new Ask.Status(sender.groupName()));
        if (answer instanceof Answer.Standing standing) {
            return standing.rekeys();
        }
        throw new IOException("the authority answered something else than was asked");
    }

    /** All INNERs of the first so many. */
    public List<byte[]> read(KeyLayer layer, long last) throws IOException {
        List<byte[]> inners = new ArrayList<>();
        if (last > 0) {
            try (AuthorityClient client = AuthorityClient.connect(address(layer))) {
                client.tell(new Ask.Feed(sender.groupName(), 0));
                receive(client, last, inners);
            }
        }
        return inners;
    }

    private AuthorityAddress address(KeyLayer layer) {
        NodeAuthorities authorities = new NodeAuthorities(sender);
        return (layer == KeyLayer.TRANSPORT ? authorities.transportController() : authorities.contentAuthority())
                .orElseThrow();
    }

    private static void receive(AuthorityClient client, long last, List<byte[]> inners) throws IOException {
        long rekey = 0;
        int left = 1;
        while (rekey < last || left > 0) {
            switch (client.receive()) {
                case Answer.RekeyInner answer -> {
                    byte[] inner = answer.inner().copy();
                    inners.add(inner);
                    boolean header = RekeyPart.part(inner, 0) == RekeyPart.HEADER_PART;
                    rekey = RekeyPart.rekey(inner, 0);
                    left = header ? RekeyHeader.chunkCount(inner, InnerHeader.LENGTH) : left - 1;
                }
                case Answer.Done _ -> {}
                case Answer.Refused refused -> throw new IOException(refused.detail());
                default -> throw new IOException("the authority answered something else than was asked");
            }
        }
    }
}
