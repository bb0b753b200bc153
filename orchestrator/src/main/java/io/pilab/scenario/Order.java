package io.pilab.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * In which order the trials of several arms come.
 *
 * @param seed of the shuffling: the same one gives the same order; 0: none is drawn, and all keep the order of the file
 */
public record Order(Kind kind, long seed) {
    /** Shuffled blocks, of which no seed is drawn yet. */
    public static final Order USUAL = new Order(Kind.BLOCKS, 0);

    /** How the arms are mixed. */
    public enum Kind {
        /** Each repeat is a block: a trial of every arm, shuffled, so that a host that drifts meets all arms alike. */
        BLOCKS,
        /** Each repeat in the order of the file. */
        SEQUENTIAL
    }

    /** The arm of each trial. One repeat alone keeps the order of the file. */
    public <T> List<T> of(List<T> arms, int repeat) {
        List<T> all = new ArrayList<>();
        Random random = new Random(seed);
        for (int i = 0; i < repeat; i++) {
            List<T> block = new ArrayList<>(arms);
            if (kind == Kind.BLOCKS && seed != 0 && repeat > 1) {
                Collections.shuffle(block, random);
            }
            all.addAll(block);
        }
        return all;
    }
}
