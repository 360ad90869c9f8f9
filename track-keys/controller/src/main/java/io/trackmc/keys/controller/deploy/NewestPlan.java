package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which of the plans in a directory of authorities says who is in the group now: those that the authorities have in force, and one that is
 * offered to them. It counts only as far as an authority would take it: when the owner has signed it, and it is a growth of those.
 */
final class NewestPlan {

    private final List<Path> inForce = new ArrayList<>();
    private final Path offered;

    /** In that directory. */
    NewestPlan(AuthorityDirectory directory) {
        for (KeyLayer layer : KeyLayer.values()) {
            inForce.add(directory.own(layer).resolve(GroupPlanFile.NAME));
        }
        offered = directory.plan();
    }

    /**
     * The plan to which a node can be added.
     *
     * @throws DeploymentException when there is none, or the one that is offered would not be taken
     */
    GroupPlanFile toGrow() {
        GroupPlanFile newest = null;
        List<Path> files = new ArrayList<>(inForce);
        files.add(offered);
        for (Path file : files.stream().filter(Files::exists).toList()) {
            GroupPlanFile found = read(file, newest);
            String fault = newest == null ? null : found.faultAsGrowthOf(newest);
            if (newest != null && fault != null && (file.equals(offered) || newest.faultAsGrowthOf(found) != null)) {
                throw new DeploymentException(
                        file + ": found " + fault + ", allowed: the plan that the authorities have"
                                + " in force with receivers added; move this file away when it is an old one");
            }
            newest = fault == null ? found : newest;
        }
        if (newest == null) {
            throw new DeploymentException(offered.getParent() + ": found no " + GroupPlanFile.NAME
                    + ", allowed: a directory that keys init has made");
        }
        return newest;
    }

    /**
     * Everybody who was added, as far as can still be known.
     *
     * @param warnings told in one line of each plan that cannot be read, or is another
     * @throws KeyFileException when no plan that was in force can be read
     */
    GroupPlanFile toRebuild(Consumer<String> warnings) {
        GroupPlanFile newest = null;
        for (Path file : inForce) {
            newest = larger(newest, file, warnings);
        }
        if (newest == null) {
            throw new DeploymentException(inForce.getFirst() + ": found no plan there or in " + inForce.getLast()
                    + " that can be read, needed: the plan that an authority had in force");
        }
        GroupPlanFile all = larger(newest, offered, warnings);
        return all == null ? newest : all;
    }

    private GroupPlanFile read(Path file, @Nullable GroupPlanFile newest) {
        return file.equals(offered) ? GroupPlanFile.readSigned(file, newest == null ? null : newest.owner())
                : GroupPlanFile.read(file);
    }

    private @Nullable GroupPlanFile larger(@Nullable GroupPlanFile newest, Path file,
            Consumer<String> warnings) {
        if (Files.notExists(file)) {
            return newest;
        }
        GroupPlanFile found;
        try {
            found = read(file, newest);
        } catch (KeyFileException e) {
            warnings.accept(e.getMessage() + "; who is in it alone is left out");
            return newest;
        }
        String fault = newest == null ? null : found.faultAsGrowthOf(newest);
        if (fault == null) {
            return found;
        }
        if (newest != null && newest.faultAsGrowthOf(found) != null) {
            warnings.accept(file + ": found " + fault + "; who is in it alone is left out");
        }
        return newest;
    }
}
