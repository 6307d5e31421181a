# pigeons.sh N: a clause that speaks of no world at all, since of N + 1 pigeons in N holes two
# share one. To prove it is to prove that, which a search can do only for small N.
n=$1
holes=$(seq -s, -f 'h%g' 1 $n)
echo 'policy "pigeonhole" dated 2026-01-01.
kind party: Supplier, Customer.
actor deployer: party presumed Supplier.'
echo "kind hole: $holes."
for p in $(seq 0 $n); do echo "fact p$p: hole."; done
echo 'agreement Holes between Supplier and Customer in force from 2020-01-01:
  clause 1 "every pigeon alone": Supplier shall not deploy'
k=0
for i in $(seq 0 $n); do for j in $(seq $((i + 1)) $n); do for h in $(seq $n); do
k=$((k+1)); echo "    except (x$k) where p$i is h$h and p$j is h$h"; done; done; done
echo '  .'
