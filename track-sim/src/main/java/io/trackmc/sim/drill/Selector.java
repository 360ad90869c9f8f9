package io.trackmc.sim.drill;

import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.tree.Place;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Says which nodes of a tree are meant, such as {@code half of repair-heads} or {@code region of rh-2}. */
public sealed interface Selector {

    /** The nodes, by id, each once. */
    List<Integer> select(DrillTree tree, RandomGenerator random);

    /** How many nodes that are. */
    default int count(DrillTree tree) {
        return select(tree, new SplittableRandom(0)).size();
    }

    /** One node by its name. */
    record Named(String name) implements Selector {
        @Override
        public List<Integer> select(DrillTree tree, RandomGenerator random) {
            return List.of(tree.id(name));
        }
    }

    /** All nodes of a role. */
    record All(Place.Role role) implements Selector {
        @Override
        public List<Integer> select(DrillTree tree, RandomGenerator random) {
            return tree.topology().of(role).stream().map(Place::id).toList();
        }
    }

    /** Both authorities. */
    record Authorities() implements Selector {
        @Override
        public List<Integer> select(DrillTree tree, RandomGenerator random) {
            return Arrays.stream(KeyLayer.values()).map(tree::authority).toList();
        }
    }

    /** Repair heads so many levels below the sender. */
    record Level(int level) implements Selector {
        @Override
        public List<Integer> select(DrillTree tree, RandomGenerator random) {
            return tree.topology().of(Place.Role.REPAIR_HEAD).stream().filter(place -> place.level() == level)
                    .map(Place::id).toList();
        }
    }

    /** Some of other nodes, chosen by the seed of the run: a share, rounded up, or a number. */
    record Some(double share, int number, Selector of) implements Selector {
        @Override
        public List<Integer> select(DrillTree tree, RandomGenerator random) {
            List<Integer> left = new ArrayList<>(of.select(tree, random));
            int wanted = Math.min(left.size(), number > 0 ? number : (int) Math.ceil(share * left.size()));
            List<Integer> chosen = new ArrayList<>();
            while (chosen.size() < wanted) {
                chosen.add(left.remove(/* index */ random.nextInt(left.size())));
            }
            chosen.sort(null);
            return chosen;
        }
    }

    /** Relatives of other nodes. */
    record Related(Relation relation, Selector of) implements Selector {
        @Override
        public List<Integer> select(DrillTree tree, RandomGenerator random) {
            Set<Integer> found = new LinkedHashSet<>();
            of.select(tree, random).forEach(node -> found.addAll(relation.of(tree, node)));
            return List.copyOf(found);
        }
    }

    /** How one node is related to another, in the tree as it is planned. */
    enum Relation {
        /** The node that has it as primary parent. */
        CHILDREN {
            @Override
            List<Integer> of(DrillTree tree, int node) {
                return tree.children(node);
            }
        },
        /** A parent and its children. */
        REGION {
            @Override
            List<Integer> of(DrillTree tree, int node) {
                List<Integer> all = new ArrayList<>(List.of(node));
                all.addAll(tree.children(node));
                return all;
            }
        },
        /** Its primary parent. */
        PARENT {
            @Override
            List<Integer> of(DrillTree tree, int node) {
                return tree.parents(node).stream().limit(1).toList();
            }
        },
        /** Its first backup parent. */
        BACKUP {
            @Override
            List<Integer> of(DrillTree tree, int node) {
                return tree.parents(node).stream().skip(1).limit(1).toList();
            }
        };

        abstract List<Integer> of(DrillTree tree, int node);
    }
}
