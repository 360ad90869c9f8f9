package io.trackmc.sim.fault;

import io.trackmc.sim.net.Delay;
import io.trackmc.sim.net.LinkProfile;
import io.trackmc.sim.net.LinkProfiles;
import io.trackmc.sim.net.Loss;
import io.trackmc.sim.world.World;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes all paths to some nodes worse for a while. Several troubles of one node add up. */
public final class Troubles {

    private final World world;
    private final Map<Integer, List<Trouble>> byNode = new TreeMap<>();

    /**
     * What is wrong with the paths to a node.
     *
     * @param loss probability that a datagram is lost, besides what is lost anyway
     * @param delayNs time that each takes longer
     * @param jitterNs most that chance adds to that
     */
    public record Trouble(double loss, long delayNs, long jitterNs) {

        private LinkProfile on(LinkProfile path) {
            Loss less = path.loss();
            Delay longer = path.delay();
            return path.with(new Loss(1 - (1 - less.probability()) * (1 - loss), less.burstProbability(),
                    less.burstDatagrams(), less.gilbertElliott()))
                    .with(new Delay(longer.baseNs() + delayNs, longer.jitterNs() + jitterNs,
                            longer.reorderProbability(), longer.reorderNs()));
        }
    }

    /** None yet; the world's profiles of paths are replaced when the first begins, by ones that go by those that there were. */
    public Troubles(World world) {
        this.world = world;
    }

    /** A node is in trouble from now on. */
    public void begin(int node, Trouble trouble) {
        if (byNode.isEmpty()) {
            world.network().profiles(worseThan(world.network().profiles()));
        }
        byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(trouble);
    }

    /** One that began is over. */
    public void end(int node, Trouble trouble) {
        byNode.getOrDefault(node, List.of()).remove(trouble);
    }

    private LinkProfiles worseThan(LinkProfiles before) {
        return (from, to) -> {
            LinkProfile path = before.of(from, to);
            for (Trouble trouble : byNode.getOrDefault(to, List.of())) {
                path = trouble.on(path);
            }
            return path;
        };
    }
}
