/* SPDX-License-Identifier: Apache-2.0 */
/* What ordinary programs do, MMU and caches on: linked lists, small matrices, a state machine over text and cyclic
   redundancy checks, n=N turns (default 100) with pages of page=4 KiB (the default) or 2048 KiB. Each turn has one of
   four seeds, and what comes of each is known. The checksum is over all of it. */
#include "guest.h"

static u32 random_state;

static u32 chance(void) {
    random_state = random_state * 1664525u + 1013904223u;
    return random_state >> 8;
}

/* --- cyclic redundancy checks: bit by bit with 16 bits, by table with 32 [ISO 3309] --- */

static u32 crc_table[256];

static void make_crc_table(void) {
    for (u32 i = 0; i < 256; i++) {
        u32 value = i;
        for (int bit = 0; bit < 8; bit++)
            value = value & 1 ? value >> 1 ^ 0xedb88320u : value >> 1;
        crc_table[i] = value;
    }
}

static u32 crc32(u32 crc, const u8 *bytes, u32 length) {
    for (u32 i = 0; i < length; i++)
        crc = crc >> 8 ^ crc_table[(crc ^ bytes[i]) & 0xff];
    return crc;
}

static u32 crc32_word(u32 crc, u32 word) {
    for (int i = 0; i < 4; i++)
        crc = crc >> 8 ^ crc_table[(crc ^ word >> 8 * i) & 0xff];
    return crc;
}

static u32 crc16(u32 crc, u32 value) {
    crc ^= value & 0xffff;
    for (int bit = 0; bit < 16; bit++)
        crc = crc & 1 ? crc >> 1 ^ 0xa001u : crc >> 1;
    return crc;
}

/* --- lists: built in a shuffled order of memory, searched, reversed, sorted by merging --- */

#define NODES 400

struct link {
    struct link *next;
    u32 key;
    u32 value;
};

static struct link links[NODES];

static struct link *make_list(void) {
    struct link *head = 0;
    for (u32 i = 0; i < NODES; i++) {
        struct link *link = &links[(i * 173 + 57) % NODES];
        link->key = chance() & 0x3ff;
        link->value = i;
        link->next = head;
        head = link;
    }
    return head;
}

static struct link *find(struct link *list, u32 key) {
    while (list && list->key != key)
        list = list->next;
    return list;
}

static struct link *reverse(struct link *list) {
    struct link *done = 0;
    while (list) {
        struct link *next = list->next;
        list->next = done;
        done = list;
        list = next;
    }
    return done;
}

static struct link *merge(struct link *a, struct link *b, int (*before)(const struct link *, const struct link *)) {
    struct link head, *tail = &head;
    while (a && b) {
        struct link **least = before(b, a) ? &b : &a;
        tail->next = *least;
        tail = *least;
        *least = (*least)->next;
    }
    tail->next = a ? a : b;
    return head.next;
}

static struct link *sort(struct link *list, int (*before)(const struct link *, const struct link *)) {
    if (!list || !list->next)
        return list;
    struct link *middle = list, *end = list->next;
    while (end && end->next) {
        middle = middle->next;
        end = end->next->next;
    }
    struct link *rest = middle->next;
    middle->next = 0;
    return merge(sort(list, before), sort(rest, before), before);
}

static int by_key(const struct link *a, const struct link *b) {
    return a->key < b->key;
}

static int by_value(const struct link *a, const struct link *b) {
    return a->value < b->value;
}

static u32 use_lists(u32 crc) {
    struct link *list = make_list();
    u32 found = 0;
    for (u32 i = 0; i < 64; i++) {
        struct link *link = find(list, chance() & 0x3ff);
        found = found * 3 + (link ? link->value : 1);
    }
    list = sort(reverse(list), by_key);
    for (struct link *link = list; link; link = link->next)
        crc = crc16(crc, link->key + link->value);
    list = sort(list, by_value);
    for (struct link *link = list; link; link = link->next)
        crc = crc16(crc, link->key);
    return crc32_word(crc, found);
}

/* --- matrices of 16 bits, products of 32 --- */

#define SIDE 20

static short left[SIDE][SIDE], right[SIDE][SIDE];
static int product[SIDE][SIDE];

static void multiply(void) {
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            int sum = 0;
            for (int k = 0; k < SIDE; k++)
                sum += left[i][k] * right[k][j];
            product[i][j] = sum;
        }
}

static u32 use_matrices(u32 crc) {
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            left[i][j] = (short)(chance() & 0xfff);
            right[i][j] = (short)(chance() & 0xfff) - 0x800;
        }
    for (int pass = 0; pass < 3; pass++) {
        multiply();
        u32 trace = 0;
        for (int i = 0; i < SIDE; i++)
            for (int j = 0; j < SIDE; j++) {
                int scaled = (product[i][j] >> 6) % 4093;
                trace += (u32)scaled ^ (u32)(i * j);
                left[j][i] = (short)(scaled + pass);
            }
        crc = crc32_word(crc, trace);
    }
    return crc32(crc, (const u8 *)address_of(product), sizeof product);
}

/* --- a state machine: what words of a text are, one function for each state --- */

enum state { START, SIGN, WHOLE, FRACTION, EXPONENT, NAME, WRONG, STATES };

static u8 text[1536];
static u32 seen[STATES];

static int is_digit(u8 c) {
    return c >= '0' && c <= '9';
}

static int is_letter(u8 c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static enum state at_start(u8 c) {
    return c == '-' || c == '+' ? SIGN : is_digit(c) ? WHOLE : is_letter(c) ? NAME : c == '.' ? FRACTION : WRONG;
}

static enum state in_sign(u8 c) {
    return is_digit(c) ? WHOLE : c == '.' ? FRACTION : WRONG;
}

static enum state in_whole(u8 c) {
    return is_digit(c) ? WHOLE : c == '.' ? FRACTION : (c | 0x20) == 'e' ? EXPONENT : WRONG;
}

static enum state in_fraction(u8 c) {
    return is_digit(c) ? FRACTION : (c | 0x20) == 'e' ? EXPONENT : WRONG;
}

static enum state in_exponent(u8 c) {
    return is_digit(c) || c == '-' ? EXPONENT : WRONG;
}

static enum state in_name(u8 c) {
    return is_letter(c) || is_digit(c) || c == '_' ? NAME : WRONG;
}

static enum state in_wrong(u8 c) {
    (void)c;
    return WRONG;
}

/* Filled when the program runs: nobody would relocate addresses in data. */
static enum state (*states[STATES])(u8);

static void make_states(void) {
    states[START] = at_start;
    states[SIGN] = in_sign;
    states[WHOLE] = in_whole;
    states[FRACTION] = in_fraction;
    states[EXPONENT] = in_exponent;
    states[NAME] = in_name;
    states[WRONG] = in_wrong;
}

static void write_text(void) {
    static const char letters[] = "0123456789012345678901234567-+..eeEabcxyz_,,,,,,";
    for (u32 i = 0; i < sizeof text; i++)
        text[i] = (u8)letters[chance() % (sizeof letters - 1)];
}

static u32 use_states(u32 crc) {
    write_text();
    for (int i = 0; i < STATES; i++)
        seen[i] = 0;
    for (u32 pass = 0; pass < 4; pass++) {
        enum state state = START;
        for (u32 i = 0; i < sizeof text; i++) {
            if (text[i] == ',') {
                seen[state]++;
                state = START;
            } else {
                state = states[state](text[i]);
            }
        }
        for (u32 i = pass; i < sizeof text; i += 37)
            text[i] ^= text[i] == ',' ? 0 : 1;
    }
    for (int i = 0; i < STATES; i++)
        crc = crc16(crc, seen[i]);
    return crc32(crc, (const u8 *)address_of(text), sizeof text);
}

/* --- all of it --- */

static const u32 known[4] = {0x1702ced4, 0xc21afab6, 0x44d1d919, 0x9d05c221};
static int failed;

static u32 turn(u32 seed) {
    random_state = seed * 0x9e3779b9u + 1;
    u32 crc = use_lists(0xffffffffu);
    crc = use_matrices(crc);
    return use_states(crc);
}

static u64 turns(u64 count) {
    u32 sum = 0;
    for (u64 i = 0; i < count; i++) {
        u32 seed = i & 3;
        u32 result = turn(seed);
        if (result != known[seed] && !failed) {
            failed = 1;
            put("mix: FAIL");
            put_field("seed", seed);
            put_hex_field("result", result);
            put_hex_field("known", known[seed]);
            put("\n");
        }
        sum = crc32_word(sum, result);
    }
    return sum;
}

void guest_main(void) {
    make_crc_table();
    make_states();
    mmu_on(argument("page", 4));
    measure("mix", turns, 100);
}
