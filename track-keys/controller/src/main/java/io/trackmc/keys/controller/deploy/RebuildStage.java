package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Where a rebuilt group lies whole before it takes the place of the old one, and how it does that. Three names of one directory in
 * {@code authorities} say how far that is:
 *
 * <pre>
 *   .rebuilding    it is being made, or all of it has moved, and worth nothing; the group is in its place
 *   rebuilt        this is the group now; whatever is in its place is old, and is kept or erased
 *   placing        nothing old is in its place any more; it moves there file by file
 * </pre>
 *
 * <p>In it: {@code authorities/}, {@code nodes/NODE/}, and {@code retired-N/} for the public files of the old group. Wherever it is cut off, it
 * goes on from there; no authority opens before it is done. Not thread-safe.
 */
final class RebuildStage {

    private static final String REBUILDING = ".rebuilding";
    private static final String REBUILT = "rebuilt";
    private static final String PLACING = "placing";
    private static final String NODES = "nodes";
    private static final String RETIRED = "retired-";

    /** Under this name the plan is kept that was offered last: it may hold nodes that no authority had taken over. */
    private static final String OFFERED_PLAN = "offered-" + GroupPlanFile.NAME;

    private static final String TEMPORARY = ".tmp";
    private static final String LOG_LOCK = ".log.lock";
    private static final String STATE_LOCK = "lock";

    private static final List<String> NODE_SECRETS = List.of(DeploymentFiles.TRANSPORT_BUNDLE,
            DeploymentFiles.CONTENT_BUNDLE, DeploymentFiles.PRIVATE_KEY);

    private final Path deployment;
    private final Path authorities;
    private final Consumer<Path> beforeEach;

    /**
     * Of a deployment.
     *
     * @param beforeEach told of each file or directory before something happens to it
     */
    RebuildStage(Path deployment, Consumer<Path> beforeEach) {
        this.deployment = deployment;
        this.beforeEach = beforeEach;
        authorities = deployment.resolve(DeploymentFiles.AUTHORITIES);
    }

    /** Whether a rebuilt group waits in that directory of authorities for being put into its place. */
    static boolean isUnfinished(Path authorities) {
        return Files.isDirectory(authorities.resolve(REBUILT)) || Files.isDirectory(authorities.resolve(PLACING));
    }

    /** Begins to make one. Whatever an earlier attempt left is gone. */
    void begin() {
        Path staged = authorities.resolve(REBUILDING);
        removeTree(staged);
        SecureFiles.createDirectory(nodes());
        SecureFiles.createDirectory(retired());
    }

    /** Where its nodes get their directories. A node of the old group that gets an empty one is left out: its secrets are erased. */
    Path nodes() {
        return authorities.resolve(REBUILDING).resolve(NODES);
    }

    /** Where its authorities keep what is theirs. */
    AuthorityDirectory authorities() {
        return new AuthorityDirectory(authorities.resolve(REBUILDING).resolve(DeploymentFiles.AUTHORITIES));
    }

    /** Where what is to be kept of the old group besides its own files is put. */
    Path retired() {
        int number = 1;
        while (Files.exists(authorities.resolve(RETIRED + number))) {
            number++;
        }
        return authorities.resolve(REBUILDING).resolve(RETIRED + number);
    }

    /** From now on this is the group. */
    void commit() {
        tree(authorities.resolve(REBUILDING)).forEach(RebuildStage::force);
        rename(REBUILDING, REBUILT);
    }

    /**
     * Puts the group into its place.
     *
     * @return where the public files of the old group are
     */
    Path finish() {
        if (Files.isDirectory(authorities.resolve(REBUILT))) {
            retire();
            rename(REBUILT, PLACING);
        }
        Path staged = authorities.resolve(PLACING);
        Path retired = retiredOf(staged);
        placeAll(staged.resolve(retired.getFileName()), retired);
        placeAll(staged.resolve(DeploymentFiles.AUTHORITIES), authorities);
        placeAll(staged.resolve(NODES), deployment);
        rename(PLACING, REBUILDING);
        removeTree(authorities.resolve(REBUILDING));
        return retired;
    }

    private void retire() {
        Path staged = authorities.resolve(REBUILT);
        Path retired = retiredOf(staged);
        SecureFiles.createDirectory(retired);
        AuthorityDirectory files = new AuthorityDirectory(authorities);
        if (Files.exists(files.plan())) {
            move(files.plan(), retired.resolve(OFFERED_PLAN));
        }
        for (KeyLayer layer : KeyLayer.values()) {
            Path plan = files.own(layer).resolve(GroupPlanFile.NAME);
            if (Files.exists(plan) && Files.notExists(retired.resolve(GroupPlanFile.NAME))) {
                move(plan, retired.resolve(GroupPlanFile.NAME));
            }
            for (Path file : tree(files.own(layer)).reversed()) {
                if (Files.isDirectory(file)) {
                    force(file);
                } else if (!file.getFileName().toString().equals(STATE_LOCK)) {
                    erase(file);
                }
            }
        }
        for (Path file : list(authorities).stream().filter(Files::isRegularFile).toList()) {
            if (files.secrets().contains(file) || isLeftOver(files, file)) {
                erase(file);
            } else if (files.publicFiles().contains(file)) {
                move(file, retired.resolve(file.getFileName()));
            }
        }
        for (Path node : list(staged.resolve(NODES))) {
            NODE_SECRETS.forEach(name -> erase(deployment.resolve(node.getFileName()).resolve(name)));
        }
        force(retired);
    }

    /** A lock of a log, or what was being written when somebody was cut off. Of other files nobody here knows what they are for. */
    private static boolean isLeftOver(AuthorityDirectory files, Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(LOG_LOCK) || (name.endsWith(TEMPORARY) && Stream
                .concat(files.secrets().stream(), files.publicFiles().stream())
                .anyMatch(known -> name.startsWith("." + known.getFileName())));
    }

    private void placeAll(Path staged, Path place) {
        for (Path file : tree(staged)) {
            Path target = place.resolve(staged.relativize(file).toString());
            if (Files.isDirectory(file)) {
                SecureFiles.createDirectory(target);
            } else {
                move(file, target);
            }
        }
        tree(staged).forEach(directory -> force(place.resolve(staged.relativize(directory).toString())));
    }

    private Path retiredOf(Path staged) {
        return list(staged).stream().map(path -> path.getFileName().toString()).filter(name -> name.startsWith(RETIRED))
                .map(authorities::resolve).findFirst()
                .orElseThrow(() -> new KeyFileException(staged + ": is no rebuilt group"));
    }

    private void rename(String from, String to) {
        move(authorities.resolve(from), authorities.resolve(to));
        force(authorities);
    }

    private void erase(Path file) {
        beforeEach.accept(file);
        ErasedFiles.erase(file);
    }

    private void move(Path from, Path to) {
        beforeEach.accept(from);
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed(from, e);
        }
    }

    private static void removeTree(Path directory) {
        for (Path path : tree(directory).reversed()) {
            if (Files.isRegularFile(path)) {
                ErasedFiles.erase(path);
            } else {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw failed(path, e);
                }
            }
        }
    }

    /** A directory and all in it, each before what is in it; nothing when it is not there. */
    private static List<Path> tree(Path directory) {
        try (Stream<Path> tree = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
            return tree.sorted(Comparator.naturalOrder()).toList();
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw failed(directory, e);
        }
    }

    private static void force(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    private static KeyFileException failed(Path path, IOException e) {
        return new KeyFileException(path + ": cannot be rebuilt: " + SecureFiles.reason(e), e);
    }
}
