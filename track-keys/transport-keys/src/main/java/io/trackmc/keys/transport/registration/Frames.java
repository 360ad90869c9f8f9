package io.trackmc.keys.transport.registration;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.trackmc.keys.transport.bundle.Member;
import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.StrictObject;
import io.trackmc.keys.transport.registration.Answer.Done;
import io.trackmc.keys.transport.registration.Answer.Joined;
import io.trackmc.keys.transport.registration.Answer.Refused;
import io.trackmc.keys.transport.registration.Answer.RekeyInner;
import io.trackmc.keys.transport.registration.Answer.Standing;
import io.trackmc.keys.transport.registration.Ask.Expel;
import io.trackmc.keys.transport.registration.Ask.Feed;
import io.trackmc.keys.transport.registration.Ask.Join;
import io.trackmc.keys.transport.registration.Ask.Leave;
import io.trackmc.keys.transport.registration.Ask.Progress;
import io.trackmc.keys.transport.registration.Ask.Status;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The bytes of questions and answers: one byte that says what follows, then JSON (1) or the bytes of a bundle (2) or of an INNER (3).
 *
 * <p>What breaks a rule is a {@link MalformedMessageException}, never anything else, and never half a message.
 */
public final class Frames {

    /** Longest question. */
    public static final int MAX_ASK_BYTES = 4096;

    /**
     * Longest answer: the bundle of a sender that half a million receivers have as a parent of last resort, with names of usual length (91 bytes each). With its
     * length before it, it is not more than may be unsent on a connection.
     */
    public static final int MAX_ANSWER_BYTES = (64 << 20) - 8;

    private static final byte TEXT = 1;
    private static final byte BUNDLE = 2;
    private static final byte INNER = 3;
    private static final int HPKE_KEY_BYTES = 32;
    private static final int MAX_BRACKETS = 16;
    private static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cntrl}]{1,200}");
    private static final String ONE_LINE_ALLOWED = "1 to 200 characters on one line";

    private Frames() {}

    /** Bytes of a question. */
    public static byte[] encode(Ask ask) {
        JsonText out = new JsonText();
        switch (ask) {
            case Join join -> {
                out.field("ask", "join").field("group", join.group());
                if (join.hpkeKey().length() > 0) {
                    out.field("hpkeKey", Base64.getEncoder().encodeToString(join.hpkeKey().copy()));
                }
            }
            case Leave leave -> out.field("ask", "leave").field("group", leave.group());
            case Status status -> out.field("ask", "status").field("group", status.group());
            case Feed feed -> out.field("ask", "feed").field("group", feed.group()).field("after", feed.after());
            case Expel expel -> out.field("ask", "expel").field("group", expel.group()).field("node", expel.node())
                    .field("reason", expel.reason());
            case Progress progress -> out.field("ask", "progress").field("group", progress.group())
                    .field("installed", progress.installed()).field("active", progress.active());
        }
        return text(out);
    }

    /** The question in these bytes. */
    public static Ask ask(byte[] frame) throws MalformedMessageException {
        if (frame.length > MAX_ASK_BYTES) {
            throw new MalformedMessageException("a question of " + frame.length + " bytes");
        }
        return parsed(frame, in -> {
            String kind = in.string("ask");
            String group = in.string("group", Member.NAME, Member.NAME_ALLOWED);
            return switch (kind) {
                case "join" -> new Join(group,
                        in.has("hpkeKey") ? Blob.of(in.secret("hpkeKey", HPKE_KEY_BYTES)) : Blob.EMPTY);
                case "leave" -> new Leave(group);
                case "status" -> new Status(group);
                case "feed" -> new Feed(group, in.integer("after", 0, Long.MAX_VALUE));
                case "expel" -> new Expel(group, in.string("node", Member.NAME, Member.NAME_ALLOWED),
                        in.string("reason", ONE_LINE, ONE_LINE_ALLOWED));
                case "progress" -> new Progress(group, in.integer("installed", 0, Long.MAX_VALUE),
                        in.integer("active", 0, Long.MAX_VALUE));
                default -> throw in.wrong("ask", "\"" + kind + "\"", "join, leave, status, feed, expel or progress");
            };
        });
    }

    /**
     * Bytes of an answer.
     *
     * @throws IllegalArgumentException when it is longer than anybody reads
     */
    public static byte[] encode(Answer answer) {
        return switch (answer) {
            case Joined joined -> bundle(joined.bundle());
            case RekeyInner rekey -> raw(INNER, rekey.inner().copy());
            case Done _ -> text(new JsonText().field("answer", "done"));
            case Refused refused -> text(new JsonText().field("answer", "refused")
                    .field("reason", refused.reason().text()).field("detail", refused.detail()));
            case Standing standing -> text(new JsonText().field("answer", "standing")
                    .field("members", standing.members()).field("rekeys", standing.rekeys())
                    .field("epoch", standing.epoch()).field("converged", standing.converged())
                    .field("requests", standing.requests()));
        };
    }

    /** The answer in these bytes. */
    public static Answer answer(byte[] frame) throws MalformedMessageException {
        if (frame.length > 0 && frame[0] == BUNDLE) {
            return new Joined(Blob.of(frame, 1, frame.length));
        }
        if (frame.length > 0 && frame[0] == INNER) {
            return new RekeyInner(Blob.of(frame, 1, frame.length));
        }
        return parsed(frame, in -> {
            String kind = in.string("answer");
            return switch (kind) {
                case "done" -> new Done();
                case "refused" -> new Refused(in.oneOf("reason", RefusalReason.class, RefusalReason::text),
                        in.string("detail"));
                case "standing" -> new Standing((int) in.integer("members", 0, Integer.MAX_VALUE),
                        in.integer("rekeys", 0, Long.MAX_VALUE), in.integer("epoch", 0, Long.MAX_VALUE),
                        in.integer("converged", 0, Long.MAX_VALUE), in.integer("requests", 0, Long.MAX_VALUE));
                default -> throw in.wrong("answer", "\"" + kind + "\"", "done, refused or standing");
            };
        });
    }

    private static byte[] bundle(Blob bundle) {
        if (bundle.length() >= MAX_ANSWER_BYTES) {
            throw new IllegalArgumentException("a bundle of " + bundle.length() + " bytes, allowed: at most "
                    + (MAX_ANSWER_BYTES - 1) + "; have fewer nodes name this one as a parent, or shorter names");
        }
        return raw(BUNDLE, bundle.copy());
    }

    private static byte[] raw(byte kind, byte[] content) {
        return ByteBuffer.allocate(1 + content.length).put(kind).put(content).array();
    }

    private static byte[] text(JsonText out) {
        return raw(TEXT, out.oneLine().getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T parsed(byte[] frame, Function<StrictObject, T> read) throws MalformedMessageException {
        if (frame.length == 0 || frame[0] != TEXT) {
            throw new MalformedMessageException("a frame of an unknown kind");
        }
        try {
            String json = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(frame, 1, frame.length - 1))
                    .toString();
            refuseNesting(json);
            ConfigParseOptions strict = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);
            StrictObject in = new StrictObject("message", ConfigFactory.parseString(json, strict).root(),
                    KeyFileException::new);
            T message = read.apply(in);
            in.end();
            return message;
        } catch (CharacterCodingException | ConfigException e) {
            throw new MalformedMessageException("not JSON", e);
        } catch (KeyFileException e) {
            throw new MalformedMessageException(e.getMessage(), e);
        }
    }

    /** Messages are flat; a parser that descends into what nests a thousand times needs a stack to match. */
    private static void refuseNesting(String json) throws MalformedMessageException {
        if (json.chars().filter(c -> c == '{' || c == '[').count() > MAX_BRACKETS) {
            throw new MalformedMessageException("nested, or full of brackets");
        }
    }
}
